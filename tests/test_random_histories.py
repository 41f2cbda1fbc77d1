"""Random histories: whatever happens in whatever order, the program always knows where it stands.

The second opinion on every clock is the computation from scratch: what is recorded must be what
follows from the facts, on every day.
"""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dsar.actions.clock import clock_events
from dsar.actions.context import Context
from dsar.actions.fact import Fact
from dsar.actions.overview import list_cases, what_is_new
from dsar.actions.profile import answered_profile, set_profile
from dsar.actions.record import record
from dsar.actions.remind import remind_due
from dsar.actions.request import Wish, request
from dsar.actions.send import Dispatch, send
from dsar.cases.case import Case, foresee
from dsar.cases.document import CHANNELS
from dsar.cases.kinds import KINDS
from dsar.cases.outcomes import DECISIONS, OUTCOMES, REASONS
from dsar.cases.status import REASONS as STATUS_REASONS
from dsar.cases.status import STATUSES, Status, standing, status
from dsar.cases.step import STEPS
from dsar.cases.steps import next_steps
from dsar.errors import DsarError, OutsideFailed
from tests.front import person_yaml

PLACES = ("FR", "AT", "DE-BE", "GB-ENG", "CA-ON", "CA-QC", "AU-NSW")
OPENED = date(2026, 3, 2)
AUTHORITIES = ("fr-cnil", "gb-ico", "ca-opc", "au-oaic", "at-dsb")
BACK = st.sampled_from([0, 0, 0, 1, 5, 20])
# The order of facts is chance; each is as often tried as it is likely to matter.
OFTEN = ("received", "acknowledged", "identity-demand", "extension", "answer", "complaint-filed")
EVER = sorted({*KINDS} - {"correction", "closed", "withdrawn"})
# With these words the person, or the law, has something to do.
ACTING = {"draft", "bounced", "paused", "complaint-ready", "disputed", "authority-silent",
          "decided", "answered"}  # fmt: skip


def terms(case: Case) -> dict[tuple[str, str, str], Any]:
    """The clocks that run, by what they are about."""
    return {key: term.data for key, term in case.terms.items() if term is not None}


class Histories(RuleBasedStateMachine):
    """One person, one company, and a life of facts in any order."""

    @initialize(
        place=st.sampled_from(PLACES),
        both=st.booleans(),
        sent=st.sampled_from([True] * 5 + [False]),
    )
    def open(self, place: str, both: bool, sent: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        home = Path(self.folder.name)
        counter = itertools.count(1)
        self.today = OPENED
        self.home = home
        self.letter = home / "letter.txt"
        self.letter.write_text("Please tell me what you hold on me.", encoding="utf-8")

        def entropy(size: int) -> bytes:
            return next(counter).to_bytes(4, "big") * (size // 4 or 1)

        self.entropy = entropy
        self.seen: dict[date, tuple[str, ...]] = {}
        self.said: dict[date, Status] = {}
        set_profile(self.world(), answered_profile(self.world(), person_yaml(place)))
        rights = ("access", "rectification") if both else ("access",)
        opened = request(self.world(), Wish("clearview-ai", rights, letter=self.letter))
        self.case, self.first = opened.case.id, opened.request.id
        self.rights = rights
        if sent:
            send(self.world(), Dispatch(self.case, "email", OPENED, address_checked=True))

    def world(self) -> Context:
        return Context(
            self.home / "s.db", self.home / "companies", self.today,
            lambda: f"{self.today.isoformat()}T09:00:00+00:00", self.entropy,
            as_of=self.today.isoformat(),
        )  # fmt: skip

    def known(self) -> Case:
        with self.world().store() as store:
            return store.case(self.case)

    def tried(self, action: Any, *arguments: Any) -> bool:
        """Whether *action* was done; refused it must leave everything as it was."""
        before = self.known()
        try:
            action(self.world(), *arguments)
        except OutsideFailed:
            raise
        except DsarError as error:
            assert error.exit_code in {2, 3, 4} and error.message.endswith((".", "?")), error
            assert self.known() == before
            return False
        assert self.known().log[: len(before.log)] == before.log
        return True

    @rule(days=st.sampled_from([0, 1, 3, 7, 20, 31, 45, 90, 200]))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(by=st.sampled_from(CHANNELS), back=BACK)
    def send(self, by: str, back: int) -> None:
        day = self.today - timedelta(days=back)
        unsent = [d.id for d in self.known().documents if not d.sent]
        document = unsent[0] if unsent else self.first
        self.tried(send, Dispatch(self.case, by, day, document, address_checked=True))

    @rule(
        kind=st.one_of(st.sampled_from(OFTEN), st.sampled_from(EVER)), back=BACK,
        outcome=st.sampled_from(sorted(OUTCOMES)), decision=st.sampled_from(sorted(DECISIONS)),
        reason=st.one_of(st.none(), st.sampled_from(sorted(REASONS))),
        stance=st.sampled_from(["", "contested", "accepted"]),
        reasons=st.sampled_from(["given", "none"]), right=st.booleans(),
        authority=st.sampled_from(AUTHORITIES),
    )  # fmt: skip
    def happens(
        self, kind: str, back: int, outcome: str, decision: str, reason: str | None, stance: str,
        reasons: str, right: bool, authority: str,
    ) -> None:  # fmt: skip
        day = self.today - timedelta(days=back)
        takes = KINDS[kind].takes
        offered: dict[str, Any] = {
            "outcome": outcome if kind == "answer" else decision,
            "reason": reason,
            "reasons": reasons,
            "contested": stance == "contested",
            "accepted": stance == "accepted",
            "right": self.rights[:1] if right else (),
            "dated": day if kind == "extension" else None,
            "authority": authority if kind == "complaint-filed" else None,
            "to": authority if kind == "authority-transferred" else None,
            "about": self.first,
        }
        given = {name: value for name, value in offered.items() if name in takes}
        self.tried(record, Fact(self.case, kind, day, **given))

    @rule(how=st.sampled_from(["not"] * 12 + ["closed", "withdrawn", "in part"]))
    def ends(self, how: str) -> None:
        if how == "closed":
            self.tried(record, Fact(self.case, "closed"))
        elif how != "not":
            rights = self.rights[:1] if how == "in part" else ()
            self.tried(record, Fact(self.case, "withdrawn", right=rights, about=self.first))

    @rule(seq=st.integers(1, 40), strike=st.booleans(), back=st.integers(0, 30))
    def was_wrong(self, seq: int, strike: bool, back: int) -> None:
        day = None if strike else self.today - timedelta(days=back)
        if self.tried(record, Fact(self.case, "correction", day, of=seq, strike=strike)):
            self.seen.clear()

    @rule()
    def asks_for_more(self) -> None:
        wish = Wish("clearview-ai", ("access",), letter=self.letter, case=self.case)
        if len(self.known().requests) < 3:
            self.tried(request, wish)

    @invariant()
    def always_knows_where_it_stands(self) -> None:
        case = self.known()
        for ahead in (0, 8, 40, 120, 500):
            day = self.today + timedelta(days=ahead)
            now = standing(case, day)
            assert now.status == status(case, day)
            assert now.status.word in STATUSES and set(now.status.reasons) <= set(STATUS_REASONS)
            assert now.status.since <= day
            steps = next_steps(now)
            assert len({(s.step, s.command) for s in steps}) == len(steps), "said twice"
            assert {s.step for s in steps} <= set(STEPS)
            assert all(s.since <= day and self.case in s.command for s in steps)
            assert bool(steps) or now.status.word not in ACTING, now.status
            live = {g.id for g in now.grounds} - {"late"}
            waits = any(one.word == "controller-complaint" for one in now.claims)
            if live and now.over is None and not waits:
                assert {s.step for s in steps} & {"complain", "complain-to-controller"}, live
            assert all(ground.citation for ground in now.grounds)

    @invariant()
    def clocks_are_what_the_facts_say(self) -> None:
        case = self.known()
        assert clock_events(case, case.opened.on, self.home / "holidays.yaml") == []

    @invariant()
    def clocks_need_no_history(self) -> None:
        """Computed at once from the bare facts, today's clocks are those that were recorded."""
        case = self.known()
        bare = replace(case, events=tuple(e for e in case.events if e.kind != "deadline-computed"))
        opened = case.opened.on
        bare = replace(bare, log=tuple(e for e in case.log if e.kind != "deadline-computed"))
        computed = clock_events(bare, opened, self.home / "holidays.yaml")
        fresh = foresee(bare, computed)
        assert terms(fresh) == terms(case)

    @invariant()
    def the_past_does_not_change(self) -> None:
        """What was said of a day stays, unless a fact of that day or before is told later."""
        case = self.known()
        days = [event.on for event in case.log if event.kind != "deadline-computed"]
        for day in sorted(self.seen):
            known = case.until(day)
            assert known is not None
            told = tuple(str(e.seq) for e in known.events if e.kind != "deadline-computed")
            if told == self.seen[day]:
                assert standing(case, day).status == self.said[day]
        self.seen[self.today] = tuple(
            str(e.seq) for e in case.events
            if e.kind != "deadline-computed" and e.on <= self.today
        )  # fmt: skip
        self.said[self.today] = status(case, self.today)
        assert max(days) <= self.today

    @invariant()
    def nothing_is_said_twice(self) -> None:
        world = self.world()
        assert len(list(list_cases(world))) == 1
        what_is_new(world, lambda steps: None)
        assert what_is_new(world, lambda steps: None) == []
        remind_due(world, self.home)
        assert remind_due(world, self.home) == []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestRandomHistories = Histories.TestCase
TestRandomHistories.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
