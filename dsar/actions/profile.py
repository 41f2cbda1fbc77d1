"""``dsar init``: who you are, asked once."""

from __future__ import annotations

from dsar.actions.context import Context
from dsar.cases.subject import DataSubject
from dsar.errors import NotAllowed
from dsar.reference.people import person_data


def set_profile(context: Context, subject: DataSubject, replace: bool = False) -> DataSubject:
    """Keep *subject* as the profile; an existing one only gives way with *replace*."""
    with context.store() as store:
        if subject.id in store.subjects() and not replace:
            raise NotAllowed(
                "A profile is already set up.", "To put this one in its place: dsar init --replace"
            )
        store.put_subject(subject.id, person_data(subject))
    return subject


def has_profile(context: Context) -> bool:
    """Whether a profile is set up."""
    with context.store() as store:
        return bool(store.subjects())
