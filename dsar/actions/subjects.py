"""``dsar subject``: the people for whom requests are made, and who acts for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from dsar.actions.context import Context, load_subject
from dsar.actions.profile import Profile
from dsar.cases.subject import DataSubject
from dsar.errors import Invalid, NotAllowed
from dsar.reference.controllers import SLUG
from dsar.reference.people import person_data
from dsar.store.contract import Store

_LONGEST = 40


@dataclass(frozen=True)
class Known:
    """A person on record, and the ids of their cases."""

    subject: DataSubject
    cases: tuple[str, ...]


def add(context: Context, profile: Profile, subject_id: str | None = None) -> DataSubject:
    """Keep a new person under *subject_id*, else under the first free of ``p1``, ``p2``, …

    An id stands in events and lists, so none is made from a name. Raises Invalid for an id that
    is none, NotAllowed for one that is taken.
    """
    if subject_id is not None and (not SLUG.match(subject_id) or len(subject_id) > _LONGEST):
        raise Invalid(
            "An id is made of small letters and digits, with hyphens between them.",
            "Leave --id away for one that tells nothing of the person.",
        )
    with context.store(create=True) as store:
        store.keep_evidence(profile.evidence)
        for one in [subject_id] if subject_id else (f"p{n}" for n in count(1)):
            subject = replace(profile.subject, id=one)
            if store.add_subject(one, person_data(subject)):
                return subject
    raise NotAllowed(
        "There is a person of this id already.",
        f"To put this one in its place: dsar subject edit {subject_id} --from FILE",
    )


def edit(context: Context, subject_id: str, profile: Profile, renamed: bool = False) -> DataSubject:
    """Put *profile* in the place of the person *subject_id*; what events recorded stays.

    Raises Invalid when there is nobody of that id, NotAllowed for another name while there are
    cases of that person, unless they are *renamed*: letters went out for the one recorded.
    """
    with context.store() as store:
        known = load_subject(store, subject_id)
        if known.name != profile.subject.name and not renamed and _cases(store).get(subject_id):
            raise NotAllowed(
                f"The file names another person than {subject_id}, of whom there are cases.",
                "Somebody else: dsar subject add --from FILE. The same person under a new name:"
                " say --renamed.",
            )
        subject = replace(profile.subject, id=subject_id)
        store.keep_evidence(profile.evidence)
        store.put_subject(subject_id, person_data(subject))
    return subject


def remove(context: Context, subject_id: str) -> None:
    """Forget the person *subject_id*.

    Raises Invalid when there is nobody of that id, NotAllowed while they have a case.
    """
    with context.store() as store:
        load_subject(store, subject_id)
        if cases := _cases(store).get(subject_id):
            raise NotAllowed(
                f"There are cases of {subject_id}: {', '.join(cases)}.",
                "A person stays on record as long as a case does.",
            )
        store.remove_subject(subject_id)


def people(context: Context) -> list[DataSubject]:
    """Everybody on record, by id."""
    with context.store() as store:
        return [load_subject(store, one) for one in store.subjects()]


def person(context: Context, subject_id: str) -> Known:
    """The person *subject_id* and their cases; raises Invalid when there is nobody of that id."""
    with context.store() as store:
        subject = load_subject(store, subject_id)
        return Known(subject, tuple(_cases(store).get(subject_id, ())))


def _cases(store: Store) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for case in store.cases():
        found.setdefault(case.subject_id, []).append(case.id)
    return found
