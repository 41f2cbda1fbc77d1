"""The agenda of a case: every day that a calendar should know, why, and what to type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dsar.cases.case import Case, build
from dsar.cases.claim import Claim
from dsar.cases.document import Document
from dsar.cases.filing import Filing
from dsar.cases.representation import Representation
from dsar.cases.status import ClaimStatus, Standing, standing
from dsar.cases.step import DAY, cited
from dsar.law.wording import english_day

_NEXT = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One day of a case, as a calendar keeps it; nothing in it tells who the person is.

    ``uid`` never changes while it is about the same thing, ``sequence`` grows whenever anything
    was recorded in the case, ``written`` is the moment (UTC) of that. ``binds_person`` says that
    the day binds the person and not somebody else. A ``cancelled`` entry applied once and does
    not any more.
    """

    uid: str
    day: date
    summary: str
    description: str
    binds_person: bool
    cancelled: bool
    sequence: int
    written: datetime


@dataclass(frozen=True)
class _Day:
    """A day of a case: ``key`` names the thing that has it, ``what`` tells it in a few words.

    ``revision`` is added to the sequence, for what changes without an event of the case.
    """

    key: str
    on: date
    what: str
    why: str
    command: str
    binds_person: bool = False
    revision: int = 0


def agenda(case: Case, acting: Representation | None, day: date) -> list[Entry]:
    """The entries of *case* as it stands on *day*, which is not before it was opened.

    *acting* is who acts for the data subject, where somebody does. What applied after an earlier
    event and applies no more is there as cancelled, with the last day that it had: a calendar
    that has it must learn to drop it.
    """
    present = {found.key: found for found in _days(standing(case, day), acting)}
    past: dict[str, _Day] = {}
    for count in range(1, len(case.log)):
        earlier = build(case.id, case.log[:count]).until(day)
        if earlier is not None:
            past |= {found.key: found for found in _days(standing(earlier, day), acting)}
    return [
        *(_entry(case, found) for found in present.values()),
        *(_cancelled(case, found) for key, found in past.items() if key not in present),
    ]


def _entry(case: Case, found: _Day) -> Entry:
    return Entry(
        uid=f"{case.id}.{found.key}@dsar",
        day=found.on,
        summary=f"{found.what}: {case.addressee.name} ({case.id})",
        description=f"{found.why}\n{found.command}",
        binds_person=found.binds_person,
        cancelled=False,
        sequence=len(case.log) + found.revision,
        written=datetime.fromisoformat(case.log[-1].at),
    )


def _cancelled(case: Case, found: _Day) -> Entry:
    # Not every calendar program looks at the status, so the words say it too.
    now = _entry(case, found)
    return Entry(
        uid=now.uid,
        day=now.day,
        summary=f"Cancelled: {now.summary}",
        description=f"This does not apply any more.\n{_show(case)}",
        binds_person=now.binds_person,
        cancelled=True,
        sequence=now.sequence,
        written=now.written,
    )


def _show(case: Case) -> str:
    return f"dsar show {case.id}"


def _days(now: Standing, acting: Representation | None) -> Iterator[_Day]:
    if now.over is not None:
        return
    for request in now.case.requests:
        ours = [one for one in now.claims if one.claim.request.id == request.id]
        yield from _of_answer(request, ours)
        if any(one.claim.request.id == request.id for one in now.unfiled):
            yield from _of_complaint(request, ours)
            yield from _of_reminders(request, ours)
    for filing in now.filings:
        if filing.live:
            yield from _of_filing(now, filing)
    yield from _of_mandate(now.case, acting)


def _shared(
    request: Document,
    ours: Iterable[ClaimStatus],
    day_of: Callable[[Claim], date | None],
    applies: Callable[[ClaimStatus], bool],
) -> Iterator[tuple[str, date, list[Claim]]]:
    """The days of the claims of *request*, one for all that share it: its key, and to whom it
    *applies*.

    The first claim names the day, answered or not, so that the key stays when others go.
    """
    sharing: dict[date, list[ClaimStatus]] = {}
    for one in ours:
        if (day := day_of(one.claim)) is not None:
            sharing.setdefault(day, []).append(one)
    for day, group in sharing.items():
        first = group[0].claim.right
        if found := [one.claim for one in group if applies(one)]:
            part = "" if first == request.rights[0] else f".{first}"
            yield f"{request.id}{part}", day, found


def _of_answer(request: Document, ours: Sequence[ClaimStatus]) -> Iterator[_Day]:
    for key, day, found in _shared(request, ours, _last_day, _pending):
        claim, rights = found[0], _rights(found)
        why = f"{english_day(day)} is the last day for the answer on {rights}{_article(claim)}."
        if claim.term is not None and claim.term.estimated:
            why += " The receipt is only estimated."
        if claim.term is not None and claim.term.open_demands:
            why += " A question of the controller is open, which may move the day."
        yield _Day(f"answer.{key}", day, "Answer due", why, _show(claim.case))
    for key, day, found in _shared(request, ours, _later_safe_day, _pending):
        claim, rights = found[0], _rights(found)
        why = (
            f"Until {english_day(day)} the controller can argue that its answer on {rights} is in"
            f" time{_article(claim)}; nobody can after it."
        )
        yield _Day(f"safe.{key}", day, "Answer due at the latest", why, _show(claim.case))


def _of_complaint(request: Document, ours: Sequence[ClaimStatus]) -> Iterator[_Day]:
    """From when silence can be complained of, and by when any complaint must have arrived."""
    for key, day, found in _shared(request, ours, _ready_day, _pending):
        yield _ready(f"ready.{key}", day, found)
    for key, day, found in _shared(request, ours, _limit_day, _complainable):
        claim, term = found[0], found[0].limit
        assert term is not None
        why = (
            f"A complaint about {_rights(found)} must have arrived by"
            f" {english_day(day)}{cited(term.citation)}"
        )
        why += "." if term.force == "statute" else ", by the authority's practice, not by law."
        what = "Last day for a complaint to arrive"
        yield _Day(f"limit.{key}", day, what, why, _show(claim.case), binds_person=True)
    for key, day, found in _shared(request, ours, _controller_day, _awaits_controller):
        claim, term = found[0], found[0].controller_term
        assert term is not None
        must = "acknowledge" if term.period == "acknowledgement" else "act on"
        why = (
            f"The controller has until {english_day(day)} to {must} your complaint to it"
            f"{cited(term.citation)}."
        )
        what = "Reply to your complaint due"
        yield _Day(f"controller-complaint.{key}", day, what, why, _show(claim.case))


def _ready(key: str, day: date, found: Sequence[Claim]) -> _Day:
    """The first day on which a reminder or a complaint may go while no answer is in."""
    claim, case = found[0], found[0].case
    request, when = claim.request, f"While no answer on {_rights(found)} is in"
    hears = cited(claim.law("complaint", day))
    first = claim.law("controller-complaint", day)
    if first and claim.to_controller is None:
        return _Day(
            key, day, "Complaint to the controller open",
            f"{when}, you may complain to the controller from {english_day(day)}; the authority"
            f" expects that first{cited(first)}.",
            f"dsar record {case.id} controller-complaint-sent --on {DAY}",
        )  # fmt: skip
    if first or request.own or case.reminders_of(request.id):
        return _Day(
            key, day, "Complaint open",
            f"{when}, a complaint may go from {english_day(day)}: the authority hears you{hears}.",
            f"dsar complain {case.id}",
        )  # fmt: skip
    return _Day(
        key, day, "Reminder or complaint open",
        f"{when}, a reminder may go from {english_day(day)}, and so may a complaint: the authority"
        f" hears you{hears}.",
        f"dsar remind {case.id}",
    )  # fmt: skip


def _of_reminders(request: Document, ours: Sequence[ClaimStatus]) -> Iterator[_Day]:
    pending = [one.claim for one in ours if one.claim.pending]
    if not pending:
        return
    case = pending[0].case
    for reminder in case.reminders_of(request.id):
        if (day := reminder.term_day) is not None and reminder.sent:
            hears = cited(pending[0].law("complaint", day))
            yield _Day(
                f"reminder.{reminder.id}", day, "Your reminder's term ends",
                f"Your reminder gave time until {english_day(day)}; if no answer comes, the"
                f" complaint is next{hears}.",
                f"dsar complain {case.id}",
            )  # fmt: skip


def _of_filing(now: Standing, filing: Filing) -> Iterator[_Day]:
    case, term, number = now.case, filing.term, filing.event.seq
    if term is not None and term.safe is not None:
        yield _Day(
            f"authority.{number}", term.safe, "Authority must tell how far it is",
            f"By {english_day(term.safe)} the authority must have told you how far your complaint"
            f" is{cited(term.citation)}; after that a court is open against its silence.",
            _show(case),
        )  # fmt: skip
    asked = filing.question
    if asked is not None and asked.payload.get("until"):
        day = date.fromisoformat(asked.payload["until"])
        # With several complaints the command needs the authority, which tells where one lives.
        alone = f"dsar record {case.id} authority-answered --on {DAY}"
        yield _Day(
            f"question.{number}", day, "Your answer to the authority is due",
            f"The authority asked you something and waits for your answer until"
            f" {english_day(day)}.",
            alone if len(now.filings) == 1 else _show(case),
            binds_person=True,
        )  # fmt: skip


def _of_mandate(case: Case, acting: Representation | None) -> Iterator[_Day]:
    mandate = acting.mandate if acting is not None else None
    if mandate is not None and mandate.expires is not None:
        yield _Day(
            "mandate", mandate.expires, "Mandate ends",
            f"The mandate of {mandate.given_on.isoformat()} ends on"
            f" {english_day(mandate.expires)}: without one nothing more can be sent or filed.",
            _show(case),
            binds_person=True,
            revision=mandate.given_on.toordinal(),
        )  # fmt: skip


def _pending(one: ClaimStatus) -> bool:
    return one.claim.pending


def _complainable(one: ClaimStatus) -> bool:
    """Whether there is, or may yet be, more to complain of than that the answer came late."""
    claim = one.claim
    if claim.withdrawn is not None:
        return False
    return not claim.answers or any(ground.id != "late" for ground in one.grounds)


def _awaits_controller(one: ClaimStatus) -> bool:
    sent = one.claim.to_controller
    if sent is None or one.claim.withdrawn is not None:
        return False
    return not one.claim.answered_since(sent.on)


def _last_day(claim: Claim) -> date | None:
    return claim.term.last_day if claim.term else None


def _later_safe_day(claim: Claim) -> date | None:
    """The day on which we may rely, where it is another than the last day."""
    term = claim.term
    return term.safe if term is not None and term.safe != term.last_day else None


def _ready_day(claim: Claim) -> date | None:
    """The day after the one on which we may rely; a complaint to the controller is waited for."""
    if claim.term is None or claim.term.safe is None:
        return None
    waited = _controller_day(claim) if claim.to_controller is not None else None
    return max(claim.term.safe, waited or claim.term.safe) + _NEXT


def _limit_day(claim: Claim) -> date | None:
    return claim.limit.safe if claim.limit else None


def _controller_day(claim: Claim) -> date | None:
    return claim.controller_term.safe if claim.controller_term else None


def _rights(found: Sequence[Claim]) -> str:
    return " and ".join(claim.right for claim in found)


def _article(claim: Claim) -> str:
    return cited(claim.term.citation) if claim.term else ""
