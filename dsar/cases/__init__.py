"""What happened: data subjects, cases, their events, status and next steps."""
