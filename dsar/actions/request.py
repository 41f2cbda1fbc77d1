"""``dsar request``: open a case under the law that applies and write the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dsar.actions.acting import (
    acting_payload,
    check_request,
    enclosure,
    other_language,
    sender_email,
)
from dsar.actions.cautions import foreign_language, no_complaint, old_contacts, same_right
from dsar.actions.context import Context, again_when_stale, find_case, load_subject
from dsar.actions.evidence import keep
from dsar.actions.facts import letter_facts
from dsar.actions.writing import FORMATS, Paper, compose, document_event_payload, write
from dsar.cases.addressee import Addressee, addressee
from dsar.cases.case import Case
from dsar.cases.caseid import case_id
from dsar.cases.document import Document
from dsar.cases.event import GENESIS, Event
from dsar.cases.order import check_day
from dsar.cases.subject import DataSubject
from dsar.channels.files import OutputFolder, sha256
from dsar.channels.pictures import clean_photo
from dsar.directory.controller import Controller
from dsar.errors import Invalid, NotAllowed, Usage
from dsar.law.applicability import Applicable, Situation, applicable, choose
from dsar.law.regime import RIGHTS
from dsar.letters.words import Words
from dsar.reference.controllers import find_controller
from dsar.reference.near import suggestion
from dsar.reference.places import split_place
from dsar.reference.regimes import regime, regimes
from dsar.reference.templates import has_letter, languages, template, words
from dsar.store.contract import Store


@dataclass(frozen=True)
class Wish:
    """What the person asks of whom; empty fields are chosen by the program.

    ``case`` is an open case to which another right is added; ``residence`` the place on which this
    letter rests, when it is not the person's own country (a child at home in two). ``letter`` is
    the person's own letter of the day ``on``, kept instead of one of ours.
    """

    company: str
    rights: tuple[str, ...]
    subject: str | None = None
    regime: str | None = None
    because: str | None = None
    language: str | None = None
    photo: Path | None = None
    out: Path | None = None
    formats: tuple[str, ...] = FORMATS
    must_pdf: bool = False
    case: str | None = None
    residence: str | None = None
    letter: Path | None = None
    on: date | None = None


@dataclass(frozen=True)
class Opened:
    """The case with its new request, the files written, and what to mind."""

    case: Case
    request: Document
    files: list[Path]
    described: list[dict[str, str]]
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Plan:
    """What a letter is made of, once the law is found to allow it."""

    case: Case | None
    reference: str
    subject: DataSubject
    residence: str
    controller: Controller
    to: Addressee
    law: Applicable
    rights: tuple[str, ...]
    day: date


@again_when_stale
def request(context: Context, wish: Wish) -> Opened:
    """Write a request, in a new case or in the one that *wish* names.

    Raises Invalid for an unknown company, right or language, NotAllowed for a law the person
    cannot invoke; then nothing is written.
    """
    rights, controller = _ordered(wish.rights), _living(wish.company, context)
    with context.store() as store:
        plan = _plan(context, store, wish, rights, controller)
        if wish.letter is not None:
            return _keep_own(context, store, plan, wish)
        return _write(context, store, plan, wish)


def _plan(
    context: Context, store: Store, wish: Wish, rights: tuple[str, ...], controller: Controller
) -> _Plan:
    case = find_case(store, wish.case) if wish.case else None
    day = wish.on or context.today
    _check_wish(context, case, wish, day)
    if case is not None and case.addressee.id != controller.id:
        raise Invalid(
            f"Case {case.id} is about {case.addressee.name}, not {controller.name}.",
            "A request to another company is another case: leave --case away.",
        )
    subject = load_subject(store, wish.subject or (case.subject_id if case else "me"))
    if case is not None and case.subject_id != subject.id:
        raise Invalid(
            f"Case {case.id} is about another person.", "Leave --subject away, or --case."
        )
    residence = subject.country
    if wish.residence is not None:
        residence = "-".join(filter(None, split_place(wish.residence)))
    law = _law(day, residence, controller, wish)
    for right in rights:
        regime(law.regime).right(right, day)
    check_request(subject, day, rights, controller.id)
    to = addressee(controller, law.regime) if case is None else case.addressee
    reference = case.id if case else _new_id(context, store)
    return _Plan(case, reference, subject, residence, controller, to, law, rights, day)


def _check_wish(context: Context, case: Case | None, wish: Wish, day: date) -> None:
    if wish.on is not None and wish.letter is None:
        raise Usage(
            "--on is for a letter of your own.", "Give it with --letter FILE, or use --today."
        )
    check_day(day, context.today)
    if case is not None and day < case.opened.on:
        raise Invalid(
            f"{day.isoformat()} is before the case was opened ({case.opened.on.isoformat()}).",
            "Check the date.",
            kind="impossible-day",
        )
    if case is not None and (over := case.of("closed")):
        raise NotAllowed(
            f"Case {case.id} is closed since {over[0].on.isoformat()}.",
            "Leave --case away: a new request is a new case.",
        )


def _write(context: Context, store: Store, plan: _Plan, wish: Wish) -> Opened:
    _writable(plan.law.regime, plan.rights)
    photo = clean_photo(wish.photo) if wish.photo else None
    title = "-".join(plan.rights)
    chosen = words(wish.language or _language(plan.controller, title, plan.law.regime))
    number = len(plan.case.documents) + 1 if plan.case else 1
    enclosed = enclosure(store, plan.subject, chosen, number)
    paper = Paper(
        kind=_kind(plan.rights, plan.to, chosen.language),
        title=title,
        name=f"{number:02d}-{title}-request",
        addressee=plan.to.window(),
        email=plan.to.email,
        picture=photo,
        enclosures=enclosed,
    )
    facts = _facts(plan, chosen, photo)
    letter = compose(context, paper, plan.subject, facts, chosen)
    written = write(context, letter, paper, sender_email(plan.subject), wish.formats, wish.must_pdf)
    payload = document_event_payload(written, _document_id(plan), plan.rights)
    warnings = [
        *_to_mind(context, store, plan),
        *([] if wish.language else foreign_language(plan.subject, chosen)),
        *other_language(plan.subject, chosen.language),
        *written.warnings,
    ]
    with OutputFolder(wish.out or Path(plan.reference)) as folder:
        folder.add(written.files | {one.name: one.data for one in enclosed})
        evidence = {sha256(data): data for data in written.files.values()}
        case = _record(context, store, plan, wish, payload, evidence)
        files = folder.publish()
    described = [*written.described(), *(one.described() for one in enclosed)]
    return Opened(case, case.requests[-1], files, described, warnings)


def _keep_own(context: Context, store: Store, plan: _Plan, wish: Wish) -> Opened:
    """Keep the letter that the person wrote without us; nothing is put into any folder."""
    assert wish.letter is not None
    evidence: dict[str, bytes] = {}
    kept = keep(wish.letter, evidence)
    named = " and ".join(right.replace("-", " ") for right in plan.rights)
    payload = {
        "id": _document_id(plan),
        "kind": "own-letter",
        "title": f"{named.capitalize()} request – {plan.reference}",
        "language": wish.language or plan.subject.language,
        "rights": list(plan.rights),
        "files": [kept],
        "own": True,
    }
    case = _record(context, store, plan, wish, payload, evidence)
    return Opened(case, case.requests[-1], [], [], _to_mind(context, store, plan))


def _to_mind(context: Context, store: Store, plan: _Plan) -> list[str]:
    return [
        *old_contacts(plan.controller, context.today),
        *same_right(store, plan.reference, plan.controller, plan.subject, plan.rights),
        *no_complaint(plan.to, plan.residence, plan.law.regime),
    ]


def _document_id(plan: _Plan) -> str:
    """What the letter is called in its case: its rights, numbered when they are asked again."""
    title = "-".join(plan.rights)
    taken = {document.id for document in plan.case.documents} if plan.case else set()
    names = (title, *(f"{title}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _record(
    context: Context, store: Store, plan: _Plan, wish: Wish, payload: dict[str, Any],
    evidence: dict[str, bytes],
) -> Case:  # fmt: skip
    law = _law_data(plan.law, wish)
    payload |= {"regime": law, "residence": plan.residence}
    payload |= acting_payload(plan.subject, "request")
    events = [Event("document-written", plan.day, payload)]
    head = plan.case.head if plan.case else GENESIS
    if plan.case is None:
        opened = {
            "subject": plan.subject.id,
            "controller": plan.to.as_data(),
            "regime": law,
            "residence": plan.residence,
        }
        events.insert(0, Event("opened", plan.day, opened))
    return store.append(plan.reference, head, events, context.stamp(), evidence)


def _law_data(law: Applicable, wish: Wish) -> dict[str, Any]:
    because = [{"text": r.text, "citation": r.citation.text} for r in law.because]
    data = {"id": law.regime, "role": law.role, "basis": law.basis, "because": because}
    return data | ({"stated": wish.because} if wish.because is not None else {})


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
        cases = [case for case in store.cases(controller.id) if case.subject_id == subject_id]
    asked = [case for case in cases if "access" in case.rights]
    return not any(e.payload["outcome"] == "complete" for c in asked for e in c.answers)


def _ordered(wanted: Sequence[str]) -> tuple[str, ...]:
    for right in wanted:
        if right not in RIGHTS:
            raise Invalid(
                f"There is no right called {right!r}.",
                suggestion(right, list(RIGHTS), "Rights"),
                kind="unknown-right",
            )
    return tuple(right for right in RIGHTS if right in wanted)


def _law(day: date, residence: str, controller: Controller, wish: Wish) -> Applicable:
    situation = Situation(residence, controller.established, controller.reach, day, controller.body)
    if wish.regime is not None and wish.regime not in regimes():
        raise Invalid(
            f"There is no regime called {wish.regime!r}.", f"Known: {', '.join(regimes())}."
        )
    hits = applicable(situation, regimes().values())
    return choose(hits, wish.regime, wish.because, residence)


def _writable(law: str, rights: tuple[str, ...]) -> None:
    """Raises NotAllowed for rights, or a law, that we write no letters about yet."""
    kind = "-".join(rights)
    hint = "Write it yourself and keep it in a case with --letter FILE: the clock is ours."
    if not any(has_letter(kind, language) for language in languages()):
        raise NotAllowed(
            f"There is no letter for {' and '.join(rights)} yet: there are letters for access,"
            " erasure, and both.",
            hint,
        )
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
            hint,
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
    while store.case_ids(new := case_id(context.entropy(4))):
        continue
    return new


def _facts(plan: _Plan, chosen: Words, photo: bytes | None) -> dict[str, Any]:
    law = {"id": plan.law.regime, "basis": plan.law.basis}
    facts = letter_facts(plan.reference, plan.day, plan.subject, plan.to, law, chosen)
    return facts | {"rights": list(plan.rights), "photo": photo is not None}
