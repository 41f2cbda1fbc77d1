"""The kinds of fact a person can record, and what each is about."""

from __future__ import annotations

from dataclasses import dataclass

# Whose fact it is: the controller's word about a request, the person's own step towards the
# controller, a word of the authority about a complaint, or something about the case as a whole.
CONTROLLER, PERSON, AUTHORITY, CASE = "controller", "person", "authority", "case"


@dataclass(frozen=True)
class Kind:
    """A kind of fact: what it tells, whose it is, and the options it takes.

    ``on``, ``file`` and ``note`` go with every kind.
    """

    told: str
    whose: str
    takes: tuple[str, ...] = ()


_DEMAND = ("about", "right", "contested", "accepted", "reasons", "reason")

KINDS = {
    "received": Kind("the request reached the controller", CASE, ("about", "basis")),
    "bounced": Kind("a message or letter came back", CASE, ("about", "by")),
    "acknowledged": Kind("the controller acknowledged the request", CONTROLLER, ("about",)),
    "identity-demand": Kind("the controller wants proof of who you are", CONTROLLER, _DEMAND),
    "identity-given": Kind("you gave that proof", PERSON, ("about",)),
    "identity-contested": Kind(
        "you refused that proof as disproportionate", PERSON, ("about", "reason")
    ),
    "clarification-demand": Kind(
        "the controller asks what or which account you mean", CONTROLLER, _DEMAND
    ),
    "clarification-given": Kind("you said it", PERSON, ("about",)),
    "clarification-contested": Kind(
        "you refused to narrow the request", PERSON, ("about", "reason")
    ),
    "fee-demand": Kind("the controller wants money", CONTROLLER, _DEMAND),
    "fee-paid": Kind("you paid", PERSON, ("about",)),
    "fee-contested": Kind("you refused to pay", PERSON, ("about", "reason")),
    "extension": Kind(
        "the controller takes more time",
        CONTROLLER,
        ("about", "right", "dated", "until", "reasons"),
    ),
    "answer": Kind("the controller answered", CONTROLLER, ("about", "right", "outcome", "reason")),
    "observation": Kind("you saw that they process your data", CASE, ("url",)),
    "breach-notice": Kind("the controller told you of a breach", CASE),
    "controller-complaint-sent": Kind("you complained to the controller", PERSON, ("about", "by")),
    "breach-reported": Kind(
        "you told the controller of somebody else's data", PERSON, ("about", "by")
    ),
    "complaint-filed": Kind(
        "the complaint was filed with an authority", CASE, ("authority", "by", "ref")
    ),
    "authority-acknowledged": Kind(
        "the authority confirmed the complaint", AUTHORITY, ("authority", "ref")
    ),
    "authority-request": Kind(
        "the authority asks you something", AUTHORITY, ("authority", "until")
    ),
    "authority-answered": Kind("you wrote to the authority", AUTHORITY, ("authority",)),
    "authority-inadmissible": Kind(
        "the authority sent the complaint back", AUTHORITY, ("authority",)
    ),
    "authority-transferred": Kind(
        "the complaint went to another authority", AUTHORITY, ("authority", "to")
    ),
    "authority-progress": Kind("the authority told how far it is", AUTHORITY, ("authority",)),
    "authority-decision": Kind("the authority decided", AUTHORITY, ("authority", "outcome")),
    "court": Kind("you went to court", CASE, ("ref",)),
    "withdrawn": Kind("you withdrew the request", CASE, ("about", "right")),
    "closed": Kind("the case is over", CASE),
    "note": Kind("anything worth remembering", CASE),
    "correction": Kind("a fact was recorded wrongly", CASE, ("of", "strike")),
}
PROGRAM_KINDS = {
    "opened": "the case was opened",
    "document-written": "a letter or complaint was written",
    "deadline-computed": "the deadline was computed",
    "sent": "a document was sent",
    "reminded": "the controller was reminded",
}

# How each demand is answered, by its kind of question (see ``dsar.law.regime.DEMANDS``).
GIVEN = {"identity": "identity-given", "clarification": "clarification-given", "fee": "fee-paid"}
DEMAND_KINDS = tuple(f"{demand}-demand" for demand in GIVEN)


def kinds_of(whose: str) -> frozenset[str]:
    """The kinds of fact of *whose*."""
    return frozenset(name for name, kind in KINDS.items() if kind.whose == whose)
