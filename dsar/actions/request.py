"""``dsar request``: open a case under the law that applies and write the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dsar.actions.context import Context, load_subject
from dsar.actions.facts import letter_facts
from dsar.actions.hearing import heard_about
from dsar.actions.writing import FORMATS, Paper, compose, document_event_payload, write
from dsar.cases.addressee import Addressee, addressee
from dsar.cases.case import Case
from dsar.cases.caseid import case_id
from dsar.cases.event import GENESIS, Event
from dsar.cases.subject import DataSubject
from dsar.channels.files import OutputFolder, sha256
from dsar.channels.pictures import clean_photo
from dsar.directory.controller import Controller
from dsar.errors import Invalid, NotAllowed
from dsar.law.applicability import Applicable, Situation, applicable, choose
from dsar.letters.words import Words
from dsar.reference.controllers import find_controller
from dsar.reference.regimes import regime, regimes
from dsar.reference.templates import has_letter, languages, template, words
from dsar.store.contract import Store

STALE_DAYS = 365
# The rights there are letters for, in the order in which they stand in one letter.
RIGHTS = ("access", "erasure")


@dataclass(frozen=True)
class Wish:
    """What the person asks of whom; empty fields are chosen by the program."""

    company: str
    rights: tuple[str, ...]
    subject: str = "me"
    regime: str | None = None
    because: str | None = None
    language: str | None = None
    photo: Path | None = None
    out: Path | None = None
    formats: tuple[str, ...] = FORMATS
    must_pdf: bool = False


@dataclass(frozen=True)
class Opened:
    """The case that was opened, the files written, and what to mind."""

    case: Case
    files: list[Path]
    described: list[dict[str, str]]
    warnings: list[str] = field(default_factory=list)


def request(context: Context, wish: Wish) -> Opened:
    """Open a case and write its letter.

    Raises Invalid for an unknown company, right or language, NotAllowed for a law the person
    cannot invoke; then nothing is written.
    """
    rights = _ordered(wish.rights)
    controller = _living(wish.company, context)
    photo = clean_photo(wish.photo) if wish.photo else None
    with context.store() as store:
        subject = load_subject(store, wish.subject)
        law = _law(context.today, subject, controller, wish)
        _writable(law.regime, rights, context.today)
        to = addressee(controller, law.regime)
        chosen = words(wish.language or _language(controller, "-".join(rights), law.regime))
        reference = _new_id(context, store)
        paper = Paper(
            kind=_kind(rights, to, chosen.language),
            title="-".join(rights),
            name=f"01-{'-'.join(rights)}-request",
            addressee=to.window(),
            email=to.email,
            picture=photo,
        )
        facts = _facts(context, reference, subject, to, law, chosen, rights, photo)
        letter = compose(context, paper, subject, facts, chosen)
        written = write(context, letter, paper, subject.email, wish.formats, wish.must_pdf)
        payload = document_event_payload(written, "-".join(rights), rights)
        letter_event = Event("document-written", context.today, payload)
        events = [_opened(context, subject, to, law, wish), letter_event]
        warnings = [
            *_warnings(context, controller, store, rights),
            *_no_complaint(subject, to, law),
            *_foreign_language(subject, chosen, wish),
            *written.warnings,
        ]
        out = wish.out or Path(reference)
        with OutputFolder(out) as folder:
            folder.add(written.files)
            evidence = {sha256(data): data for data in written.files.values()}
            case = store.append(reference, GENESIS, events, context.stamp(), evidence)
            files = folder.publish()
    return Opened(case, files, written.described(), warnings)


def _living(company: str, context: Context) -> Controller:
    """The company asked; raises NotAllowed for one that has ended."""
    controller = find_controller(company, context.own)
    if controller.obsolete:
        raise NotAllowed(
            f"{controller.name} is no longer there to be asked ({controller.obsolete}).",
            "If you know who took its place, name that company.",
        )
    return controller


def access_unanswered(context: Context, company: str, subject_id: str = "me") -> bool:
    """Whether erasure would come before access: none asked of *company*, or none answered."""
    controller = find_controller(company, context.own)
    with context.store() as store:
        cases = [
            case
            for case in map(store.case, store.case_ids())
            if case.addressee.id == controller.id and case.subject_id == subject_id
        ]
    asked = [case for case in cases if "access" in case.rights]
    return not any(e.payload["outcome"] == "complete" for c in asked for e in c.answers)


def _ordered(wanted: Sequence[str]) -> tuple[str, ...]:
    for right in wanted:
        if right not in RIGHTS:
            raise Invalid(
                f"There is no letter for the right {right!r} yet.",
                f"There are letters for: {', '.join(RIGHTS)}.",
                kind="unknown-right",
            )
    return tuple(right for right in RIGHTS if right in wanted)


def _law(day: date, subject: DataSubject, controller: Controller, wish: Wish) -> Applicable:
    situation = Situation(
        subject.country, controller.established, controller.reach, day, controller.body
    )
    if wish.regime is not None and wish.regime not in regimes():
        raise Invalid(
            f"There is no regime called {wish.regime!r}.", f"Known: {', '.join(regimes())}."
        )
    hits = applicable(situation, regimes().values())
    return choose(hits, wish.regime, wish.because, subject.country)


def _writable(law: str, rights: tuple[str, ...], day: date) -> None:
    """Raises NotAllowed for a right the law lacks, and for a law we write no letters under yet."""
    for right in rights:
        regime(law).right(right, day)
    kind = "-".join(rights)
    written = {
        one
        for language in languages()
        if has_letter(kind, language)
        for one in template(kind, language).regimes
    }
    if law not in written:
        raise NotAllowed(
            f"There is no letter under {regime(law).short} yet: letters are written under"
            f" {', '.join(sorted(written))}.",
            f"dsar regime show {law} names the rights and periods, dsar deadline --regime {law}"
            " counts them; the letter would be yours to write.",
        )


def _language(controller: Controller, kind: str, regime: str) -> str:
    """The first of the controller's languages in which the letter exists for *regime*."""
    for language in controller.languages:
        if has_letter(kind, language) and regime in template(kind, language).regimes:
            return language
    return "en"


def _kind(rights: tuple[str, ...], to: Addressee, language: str) -> str:
    """The letter written for this kind of controller, else the general one."""
    special = f"{'-'.join(rights)}-{to.kind}"
    return special if has_letter(special, language) else "-".join(rights)


def _new_id(context: Context, store: Store) -> str:
    taken = set(store.case_ids())
    while (new := case_id(context.entropy(4))) in taken:
        continue
    return new


def _facts(
    context: Context,
    reference: str,
    subject: DataSubject,
    to: Addressee,
    law: Applicable,
    chosen: Words,
    rights: tuple[str, ...],
    photo: bytes | None,
) -> dict[str, Any]:
    basis = {"id": law.regime, "basis": law.basis}
    facts = letter_facts(reference, context.today, subject, to, basis, chosen)
    return facts | {"rights": list(rights), "photo": photo is not None}


def _opened(
    context: Context, subject: DataSubject, to: Addressee, law: Applicable, wish: Wish
) -> Event:
    because = [{"text": r.text, "citation": r.citation.text} for r in law.because]
    regime = {"id": law.regime, "role": law.role, "basis": law.basis, "because": because}
    if wish.because is not None:
        regime["stated"] = wish.because
    payload = {
        "subject": subject.id,
        "controller": to.as_data(),
        "regime": regime,
        "residence": subject.country,
    }
    return Event("opened", context.today, payload)


def _no_complaint(subject: DataSubject, to: Addressee, law: Applicable) -> list[str]:
    """What stands in the way of a complaint later, said while there is time."""
    heard = heard_about(to, subject.country, law.regime)
    if not heard.authorities:
        return [f"The directory has no supervisory authority for {subject.country} yet: a"
                " complaint would be yours to write."]  # fmt: skip
    hears = heard.recommended
    if hears is None:
        return [f"Which authority hears a complaint depends on the part of {subject.country} where"
                " you live: say it in your profile (DE-BY)."]  # fmt: skip
    found = []
    if not any(has_letter("complaint", language) for language in hears.languages):
        found.append(f"There is no complaint yet in a language that the {hears.abbreviation} takes"
                     f" ({', '.join(hears.languages)}): it would be yours to write.")  # fmt: skip
    if hears.prior_contact_rule:
        found.append(f"Before a complaint to the {hears.abbreviation}: {hears.prior_contact_rule}.")
    return found


def _foreign_language(subject: DataSubject, chosen: Words, wish: Wish) -> list[str]:
    if wish.language or chosen.language == subject.language:
        return []
    name = chosen["language_name"]
    return [f"The letter is in {name}, which the company reads; --lang writes it in another."]


def _warnings(
    context: Context, controller: Controller, store: Store, rights: tuple[str, ...]
) -> list[str]:
    found = []
    for kind, label in (("email", "e-mail address"), ("post", "postal address")):
        contact = controller.contact(kind)
        if contact is None:
            continue
        day = contact.verified_on
        if day is None or (context.today - day).days > STALE_DAYS:
            when = f"last confirmed on {day.isoformat()}" if day else "never confirmed"
            found.append(f"The {label} of {controller.name} was {when}: check it before sending.")
    for case in map(store.case, store.case_ids()):
        same = case.addressee.id == controller.id and set(case.rights) & set(rights)
        if same and not case.of("closed", "withdrawn"):
            found.append(f"Case {case.id} about the same right is still open with this company.")
    return found
