"""Cautions: what to mind before a request goes out, said while there is time."""

from __future__ import annotations

from datetime import date

from dsar.actions.hearing import heard_about
from dsar.cases.addressee import Addressee
from dsar.cases.subject import DataSubject
from dsar.directory.controller import Controller
from dsar.letters.words import Words
from dsar.reference.templates import has_letter
from dsar.store.contract import Store

STALE_DAYS = 365


def old_contacts(controller: Controller, today: date) -> list[str]:
    """Contacts of *controller* that nobody has confirmed for long."""
    found = []
    for kind, label in (("email", "e-mail address"), ("post", "postal address")):
        contact = controller.contact(kind)
        if contact is None:
            continue
        day = contact.verified_on
        if day is None or (today - day).days > STALE_DAYS:
            when = f"last confirmed on {day.isoformat()}" if day else "never confirmed"
            found.append(f"The {label} of {controller.name} was {when}: check it before sending.")
    return found


def same_right(
    store: Store,
    reference: str,
    controller: Controller,
    subject: DataSubject,
    rights: tuple[str, ...],
) -> list[str]:
    """Other open cases about one of these rights with the same company."""
    return [
        f"Case {case.id} about the same right is still open with this company."
        for case in store.cases(controller.id)
        if case.id != reference
        and case.subject_id == subject.id
        and set(case.rights) & set(rights)
        and not case.of("closed", "withdrawn")
    ]


def no_complaint(to: Addressee, residence: str, regime: str) -> list[str]:
    """What stands in the way of a complaint later."""
    heard = heard_about(to, residence, regime)
    if not heard.authorities:
        return [f"The directory has no supervisory authority for {residence} yet: a complaint would"
                " be yours to write."]  # fmt: skip
    hears = heard.recommended
    if hears is None:
        return [f"Which authority hears a complaint depends on the part of {residence} where you"
                " live: say it in your profile (DE-BY)."]  # fmt: skip
    found = []
    if not any(has_letter("complaint", language) for language in hears.languages):
        found.append(f"There is no complaint yet in a language that the {hears.abbreviation} takes"
                     f" ({', '.join(hears.languages)}): it would be yours to write.")  # fmt: skip
    if hears.prior_contact_rule:
        found.append(f"Before a complaint to the {hears.abbreviation}: {hears.prior_contact_rule}.")
    return found


def foreign_language(subject: DataSubject, chosen: Words) -> list[str]:
    """That the letter is in a language which is not the person's."""
    if chosen.language == subject.language:
        return []
    name = chosen["language_name"]
    return [f"The letter is in {name}, which the company reads; --lang writes it in another."]
