"""``dsar demo``: the motivating case on made-up people, with a fixed clock and fixed chance."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dsar.actions.complain import complain
from dsar.actions.context import Context
from dsar.actions.fact import Fact
from dsar.actions.overview import show
from dsar.actions.profile import Profile, set_profile
from dsar.actions.record import record
from dsar.actions.remind import remind
from dsar.actions.request import Wish, request
from dsar.actions.send import Dispatch, send
from dsar.cases.case import Case
from dsar.cases.subject import DataSubject
from dsar.channels.files import OutputFolder
from dsar.channels.pictures import draw_portrait, draw_slip
from dsar.errors import Invalid
from dsar.law.wording import english_day
from dsar.reference.templates import fonts

CAMILLE = DataSubject(
    id="me",
    name="Camille Vernier",
    address=("12 rue des Exemples", "69001 Lyon"),
    country="FR",
    language="fr",
    email="camille.vernier@courriel.example",
)
COMPANY = "clearview-ai"
TRACKING = "EX 0000 0000 0FR"
STORE = "demo.db"
_FOLDERS = frozenset({"complaint", "evidence"})

ASKED = date(2026, 2, 27)
DELIVERED = date(2026, 3, 6)
REMINDED = date(2026, 4, 8)
COMPLAINED = date(2026, 4, 23)


@dataclass(frozen=True)
class Scene:
    """One step of the story: the day, what happened, why that day, and the files written."""

    day: date
    what: str
    why: str
    files: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """The whole story."""

    scenes: list[Scene]
    notes: list[str]
    closing: list[str]


def demo(out: Path) -> Told:
    """Play the story into the folder *out*; nothing is sent and nothing outside is read.

    The clock and chance are fixed: the same text and dates on any machine.
    """
    _clear(out)
    with OutputFolder(out) as folder:
        folder.add(_props())
        props = {path.stem: path for path in folder.publish()}
    story = _Story(_context(out / STORE), out, props)
    story.ask()
    story.send()
    story.delivered()
    story.silence()
    story.remind()
    story.complain()
    return Told(story.scenes, list(dict.fromkeys(story.notes)), _closing(out))


def _clear(out: Path) -> None:
    """Remove an older demo; a folder that holds anything else is left alone."""
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not (out / STORE).is_file():
        raise Invalid(
            "This folder holds other files; the demo wants one of its own.",
            "Give another folder with --out.",
            file=str(out),
            kind="folder-in-use",
        )
    for path in out.iterdir():
        if path.name in _FOLDERS:
            shutil.rmtree(path)
        elif path.name.startswith((STORE, "01-access-request.", "02-reminder.")):
            path.unlink()


def _closing(out: Path) -> list[str]:
    return [
        f"Read {out / 'complaint' / 'HOW-TO-FILE.txt'} and {out / 'complaint'} first.",
        f"Look closer: dsar --store {out / STORE} --today {COMPLAINED.isoformat()} show {COMPANY}",
        "All people are made up; every page is marked EXAMPLE – NOT SENT. Not legal advice.",
    ]


def _context(store: Path) -> Context:
    counter = itertools.count()

    def entropy(size: int) -> bytes:
        return hashlib.sha256(f"dsar demo {next(counter)}".encode()).digest()[:size]

    return Context(store, store.parent / "companies", ASKED, lambda: "", entropy, example=True)


def _props() -> dict[str, bytes]:
    font = fonts()["LinLibertine_R.otf"]
    posting = ("PROOF OF POSTING", "Registered letter, international", TRACKING,
               "From: C. Vernier, 69001 Lyon", "To: Clearview AI, Inc., Albany NY 12207, USA",
               f"Posted: {ASKED.isoformat()}")  # fmt: skip
    delivery = ("PROOF OF DELIVERY", "Registered letter, international", TRACKING,
                "To: Clearview AI, Inc., Albany NY 12207, USA",
                f"Delivered: {DELIVERED.isoformat()}, signed for")  # fmt: skip
    return {
        "evidence/portrait.png": draw_portrait(),
        "evidence/posting.png": draw_slip(posting, font),
        "evidence/delivery.png": draw_slip(delivery, font),
    }


class _Story:
    """Plays the scenes one after another, each on its own day."""

    def __init__(self, context: Context, out: Path, props: dict[str, Path]) -> None:
        self.context = context
        self.out = out
        self.props = props
        self.scenes: list[Scene] = []
        self.notes: list[str] = []
        self.case = ""

    def on(self, day: date) -> Context:
        """The world on *day*, at nine in the morning."""
        return replace(
            self.context,
            today=day,
            as_of=day.isoformat(),
            now=lambda: f"{day.isoformat()}T09:00:00+00:00",
        )

    def tell(self, day: date, what: str, why: str, files: list[Path] | None = None) -> None:
        self.scenes.append(Scene(day, what, why, files or []))

    def ask(self) -> None:
        world = self.on(ASKED)
        set_profile(world, Profile(CAMILLE))
        wish = Wish(COMPANY, ("access",), photo=self.props["portrait"], out=self.out)
        opened = request(world, wish)
        self.case = opened.case.id
        self.notes += opened.warnings
        because = opened.case.opened.payload["regime"]["because"][0]
        self.tell(
            ASKED,
            f"{CAMILLE.name} of Lyon asks {opened.case.addressee.name} what it holds on her face"
            f" (case {self.case}).",
            f"The GDPR applies from afar: {because['citation']}.",
            opened.files,
        )

    def send(self) -> None:
        world = self.on(ASKED)
        send(world, Dispatch(self.case, "email", ASKED, "access"))
        post = Dispatch(self.case, "post", ASKED, "access", tracking=TRACKING,
                        proof=self.props["posting"])  # fmt: skip
        sent = send(world, post)
        last_day, _ = _days(sent.case)
        self.tell(
            ASKED,
            "The letter goes out by e-mail and by registered post; the posting slip is kept.",
            f"Receipt is only estimated so far, so the answer would be due by"
            f" {english_day(last_day)}.",
            [self.props["posting"]],
        )

    def delivered(self) -> None:
        world = self.on(DELIVERED)
        fact = Fact(self.case, "received", DELIVERED, self.props["delivery"], basis="carrier")
        case = record(world, fact).case
        last_day, _ = _days(case)
        assert case.term is not None
        roll = next(s for s in case.term.data["steps"] if s["code"] in {"roll", "no-roll"})
        self.tell(
            DELIVERED,
            f"The letter is delivered. The answer is due by {english_day(last_day)}.",
            f"One month from receipt (Art. 12(3) GDPR). {roll['text']} [{roll['citation']}]",
            [self.props["delivery"]],
        )

    def silence(self) -> None:
        case = show(self.on(DELIVERED), self.case).case
        _, day = _days(case)
        now = show(self.on(REMINDED), self.case).status
        self.tell(
            day,
            f"Nothing comes; the deadline passes. Next day the case is {now.word}.",
            "Even the latest defensible day over New York and France is over.",
        )

    def remind(self) -> None:
        world = self.on(REMINDED)
        done = remind(world, self.case, self.out)
        self.notes += done.warnings
        sent = send(world, Dispatch(self.case, "email", REMINDED, "reminder"))
        term_day = sent.document.term_day
        assert term_day is not None
        self.tell(
            REMINDED,
            f"A reminder goes out by e-mail, with a term until {english_day(term_day)}.",
            "It is the day after the safe day; a reminder is not a new request, the clock stands.",
            done.files,
        )

    def complain(self) -> None:
        done = complain(self.on(COMPLAINED), self.case, None, self.out / "complaint")
        self.notes += done.warnings
        self.tell(
            COMPLAINED,
            f"Still nothing: the complaint to the {done.authority.abbreviation} is written, in"
            f" French, with {len(done.exhibits)} exhibits.",
            f"The ground, silence, is open since {done.ground.since.isoformat()}, and the"
            " reminder's term is over (Arts 12(3), 77 GDPR).",
            done.files,
        )


def _days(case: Case) -> tuple[date, date]:
    """The last day and the safe day of the case's answer."""
    term = case.term
    assert term is not None and term.last_day is not None and term.safe is not None
    return term.last_day, term.safe
