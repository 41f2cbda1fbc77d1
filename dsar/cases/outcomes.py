"""What an answer can be, what it may rest on, and how an authority may decide: closed lists."""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = {
    "complete": "everything that was asked for is there",
    "incomplete": "part of it is missing",
    "refused": "the controller will not do it",
    "no-data": "the controller says that it holds nothing on the person",
    "wrong-person": "some or all of it is about somebody else",
    "unreadable": "it cannot be opened or understood",
    "portal-only": "the controller points to a portal, form or account instead",
    "not-applicable": "the controller says that the law does not bind it",
}
# Outcomes that leave nothing to complain of; ``no-data`` only while nothing says otherwise.
SETTLED = frozenset({"complete", "no-data"})
# Outcomes by which the controller takes no action (Art. 12(4) GDPR): no extension reaches them.
REFUSALS = frozenset({"refused", "not-applicable"})
DECISIONS = {
    "upheld": "the authority agreed",
    "partly-upheld": "the authority agreed in part",
    "rejected": "the authority did not agree",
    "discontinued": "the authority ended the case without deciding",
}


@dataclass(frozen=True)
class Reason:
    """A reason code: what it tells, and the outcomes or demands with which it can be given."""

    told: str
    of: frozenset[str]


def _reason(told: str, *of: str) -> Reason:
    return Reason(told, frozenset(of))


_ANSWERS = ("incomplete", "refused", "no-data", "wrong-person", "unreadable", "portal-only",
            "not-applicable")  # fmt: skip
_DEMANDS = ("identity-demand", "clarification-demand", "fee-demand")

REASONS = {
    "none-given": _reason("no reason is given", *_ANSWERS),
    "other": _reason("something else, told in the note", *_ANSWERS, *_DEMANDS),
    # Refusals, with the provision they lean on under the GDPR.
    "manifestly-unfounded": _reason("manifestly unfounded (Art. 12(5))", "refused"),
    "excessive": _reason("excessive, or too often (Art. 12(5))", "refused"),
    "not-identified": _reason("the person cannot be identified (Arts 11(2), 12(2))", "refused"),
    "others-rights": _reason("the rights of others (Art. 15(4))", "refused", "incomplete"),
    "trade-secret": _reason("trade secrets (recital 63)", "refused", "incomplete"),
    "legal-privilege": _reason("legal privilege (Art. 23)", "refused", "incomplete"),
    "legal-obligation": _reason("a duty to keep the data (Art. 17(3)(b))", "refused", "incomplete"),
    "legal-claims": _reason("legal claims (Art. 17(3)(e))", "refused", "incomplete"),
    "expression": _reason("freedom of expression (Art. 17(3)(a))", "refused", "incomplete"),
    "research": _reason(
        "archiving, research, statistics (Art. 17(3)(d), 89)", "refused", "incomplete"
    ),
    "overriding-grounds": _reason("compelling legitimate grounds (Art. 21(1))", "refused"),
    "restricted-by-law": _reason(
        "a restriction in national law (Art. 23)", "refused", "incomplete"
    ),
    "effort": _reason("it is too much work", "refused", "incomplete"),
    # What an incomplete answer lacks.
    "copy-missing": _reason("no copy of the data (Art. 15(3))", "incomplete"),
    "recipients-missing": _reason("the recipients are not named (Art. 15(1)(c))", "incomplete"),
    "source-missing": _reason("the source is not told (Art. 15(1)(g))", "incomplete"),
    "storage-missing": _reason("no storage period (Art. 15(1)(d))", "incomplete"),
    "logic-missing": _reason("the logic of a decision (Art. 15(1)(h))", "incomplete"),
    "time-window": _reason("only the data of some months", "incomplete"),
    "data-missing": _reason("data that they hold are not there", "incomplete"),
    "right-ignored": _reason("one of the rights is passed over", "incomplete"),
    "not-told-on": _reason("recipients were not told of it (Arts 17(2), 19)", "incomplete"),
    # No data, somebody else's data, unreadable data.
    "never-held": _reason("it never held any", "no-data"),
    "not-found": _reason("nothing was found", "no-data"),
    "erased-before": _reason("it erased them before answering", "no-data"),
    "mixed": _reason("data of the person and of somebody else", "wrong-person"),
    "only-another": _reason("data of somebody else alone", "wrong-person"),
    "format": _reason("a format that cannot be opened", "unreadable"),
    "locked": _reason("no working password or link", "unreadable"),
    "codes": _reason("codes without a key", "unreadable"),
    "language": _reason("a language the person does not read", "unreadable"),
    # Elsewhere, please.
    "account-needed": _reason("an account would be needed", "portal-only"),
    "self-service": _reason("help yourself, in the settings", "portal-only"),
    "wrong-channel": _reason("only through their own form", "portal-only"),
    # The law does not bind us.
    "outside-territory": _reason("the law does not reach the controller", "not-applicable"),
    "not-controller": _reason("somebody else is the controller", "not-applicable", "refused"),
    "public-data": _reason("the data are public", "not-applicable", "refused"),
    "no-personal-data": _reason("the data are not personal data", "not-applicable", "refused"),
    "household": _reason("a purely personal activity", "not-applicable"),
    # Why a demand of the controller is contested.
    "no-doubt": _reason("no reasonable doubt is told (Art. 12(6))", "identity-demand"),
    "too-much": _reason("more is demanded than is needed (Art. 5(1)(c))", *_DEMANDS),
    "asked-late": _reason("it was not asked without undue delay", *_DEMANDS),
    "known-already": _reason("the controller has it already", *_DEMANDS),
    "free-of-charge": _reason("the answer is free of charge (Art. 12(5))", "fee-demand"),
}


def reasons_for(what: str) -> tuple[str, ...]:
    """The codes that can be given with *what*: an outcome, or a kind of demand."""
    return tuple(code for code, reason in REASONS.items() if what in reason.of)
