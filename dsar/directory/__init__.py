"""Who is who: contacts, controllers, supervisory authorities, and who hears a complaint."""
