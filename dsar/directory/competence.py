"""Competence: which supervisory authority hears this person about this controller.

Arts 55, 56 and 77 GDPR; §§ 9, 19 and 40 BDSG where a State has several authorities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dsar.directory.authority import SupervisoryAuthority
from dsar.law.applicability import Reason
from dsar.law.citation import Citation
from dsar.law.regime import Regime

# In the Union many authorities share one law, and Art. 77 leaves the person a choice among them.
_SHARED = ("eu-gdpr", "eu-led")
# Processing on these bases stays with the authority of the State concerned (Art. 55(2)).
STATE_BASES = ("6(1)(c)", "6(1)(e)")
_ARTICLES = {
    "eu-gdpr": ("GDPR", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", "77(1)", "55(1)"),
    "eu-led": (
        *("of Directive (EU) 2016/680", "https://eur-lex.europa.eu/eli/dir/2016/680/oj"),
        *("52(1)", "45(1)"),
    ),
}


@dataclass(frozen=True)
class Links:
    """Where the person's links to an authority lie (Art. 77(1)), as ISO 3166 places."""

    residence: str
    work: str = ""
    infringement: str = ""


@dataclass(frozen=True)
class Seat:
    """A controller as competence sees it.

    ``place`` is its seat (ISO 3166: ``FR``; ``DE-HE`` where the part is known), ``established``
    whether it is established where the regime rules (None: not known), ``body`` and ``kind`` what
    it is; ``basis`` is the legal basis it relies on where the person knows it (``6(1)(e)``);
    ``representative`` as in ``Controller`` (Art. 27).
    """

    name: str
    place: str
    established: bool | None
    body: str = "private"
    kind: str = ""
    basis: str = ""
    representative: str = ""

    @property
    def country(self) -> str:
        """The country of the seat (ISO 3166-1)."""
        return self.place.partition("-")[0]

    @property
    def of_the_state(self) -> bool:
        """Whether Art. 55(2) keeps it with the authority of its State: no lead authority."""
        return self.body.startswith(("public", "police")) or self.basis in STATE_BASES


@dataclass(frozen=True)
class Competent:
    """An authority that may be turned to, how strongly, and why."""

    authority: SupervisoryAuthority
    role: str
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Competence:
    """All authorities that may be turned to, the recommended one first, and the lead if any."""

    authorities: tuple[Competent, ...]
    lead: SupervisoryAuthority | None

    @property
    def recommended(self) -> SupervisoryAuthority | None:
        """The authority to turn to; None where there is none or the choice needs one more fact."""
        first = next(iter(self.authorities), None)
        return first.authority if first and first.role == "recommended" else None


def competent(
    links: Links, seat: Seat | None, authorities: Iterable[SupervisoryAuthority], law: Regime
) -> Competence:
    """Who hears a complaint under *law* about a controller with that *seat* (None: not named).

    The choice among residence, work and place of infringement is the person's (Art. 77(1) GDPR);
    residence is recommended. A lead authority exists only for a controller with an establishment
    in the Union (Art. 56(1)), and not where it acts for the State (Art. 55(2)); one without an
    establishment is subject to every authority on its own territory (Art. 55(1)). In a State with
    several authorities the one of the controller's own seat there is recommended, and that of the
    residence possible (§§ 19(2), 40(2) BDSG). Where the part of such a State is not said, all of
    its authorities are possible and none is recommended. Other laws have one authority each.
    """
    known = [a for a in authorities if law.id in a.regimes]
    if law.id not in _SHARED:
        return _sole(known, seat, law)
    ranked = sorted(_links(links, seat), key=lambda link: not link.first)
    found: dict[str, Competent] = {}
    for link in ranked:
        heard = _at(link.place, known, seat)
        sure = len(heard) == 1 and not found
        for authority in heard:
            role = "recommended" if sure else "possible"
            because = (*_why(link, authority, law), *_establishment(link, seat, law))
            found.setdefault(authority.id, Competent(authority, role, because))
    for hit in _neighbour(links.residence, known, law):
        found.setdefault(hit.authority.id, hit)
    return Competence(tuple(found.values()), _lead(seat, known))


def _neighbour(place: str, known: Sequence[SupervisoryAuthority], law: Regime) -> list[Competent]:
    """The general authority where the person lives: possible always, it passes things on."""
    here = [a for a in known if a.covers(place) and a.hears("private", "")]
    if len(here) != 1:
        return []
    text = (
        f"The person's habitual residence is in {place}; what is for another authority, this one"
        " passes on."
    )
    return [Competent(here[0], "possible", (Reason(text, _article(law, _ARTICLES[law.id][2])),))]


@dataclass(frozen=True)
class _Link:
    """A place that links the person to an authority; the ``first`` of them is recommended."""

    place: str
    ground: str
    first: bool = False
    seat: bool = False


def _sole(known: Sequence[SupervisoryAuthority], seat: Seat | None, law: Regime) -> Competence:
    remedy = next(one for one in law.remedies if one.id == "complaint")
    because: tuple[Reason, ...] = (Reason(f"Under {law.short}: {remedy.text}.", remedy.citation),)
    if seat is not None and seat.established is False and law.id == "uk-gdpr":
        text = f"{seat.name} has no establishment in the United Kingdom; the Commissioner hears it."
        uk = "https://www.legislation.gov.uk/eur/2016/679"
        because = (*because, Reason(text, Citation("Art. 55 UK GDPR", "uk-gdpr", "55", uk)))
    heard = [a for a in known if seat is None or a.hears(seat.body, seat.kind)]
    return Competence(
        tuple(Competent(a, "recommended", (*because, *_remit(a))) for a in heard), None
    )


def _links(links: Links, seat: Seat | None) -> list[_Link]:
    """The places that link the person to an authority, the nearest first."""
    by_seat = bool(seat and seat.established)
    inland = by_seat and seat is not None and seat.country == links.residence.partition("-")[0]
    state = by_seat and seat is not None and seat.of_the_state
    found = [
        _Link(links.residence, "person's habitual residence"),
        _Link(links.work, "person's place of work"),
        _Link(links.infringement, "place of the alleged infringement"),
    ]
    if seat is not None and by_seat:
        # Somebody who lives outside the Union is heard where the controller is established.
        ground = "controller's seat, as place of the alleged infringement,"
        found.append(_Link(seat.place, ground, first=inland or state, seat=True))
    return [link for link in found if link.place]


def _at(
    place: str, known: Sequence[SupervisoryAuthority], seat: Seat | None
) -> list[SupervisoryAuthority]:
    """The authorities in *place* for that controller: one, or all parts where none is named."""
    body, kind = (seat.body, seat.kind) if seat else ("private", "")
    own = [a for a in known if a.hears_only_it(kind) and (a.covers(place) or a.lies_in(place))]
    general = [a for a in known if a.hears(body, kind) and a.covers(place)]
    parts = [a for a in known if a.hears(body, kind) and a.lies_in(place)]
    if own or not general:
        return own or parts
    # A regional authority comes before that of the whole State.
    return [min(general, key=lambda a: place not in a.territory or place == a.country)]


def _why(link: _Link, authority: SupervisoryAuthority, law: Regime) -> tuple[Reason, ...]:
    heard = link.place if authority.covers(link.place) else f"{link.place}, which part is not said"
    text = f"The {link.ground} is in {heard}."
    return (Reason(text, _article(law, _ARTICLES[law.id][2])), *_remit(authority))


def _remit(authority: SupervisoryAuthority) -> tuple[Reason, ...]:
    remit = authority.remit
    return (Reason(remit.text, remit.citation),) if remit.citation else ()


def _article(law: Regime, provision: str) -> Citation:
    name, url, *_ = _ARTICLES[law.id]
    return Citation(f"Art. {provision} {name}", law.id.removeprefix("eu-"), provision, url)


def _establishment(link: _Link, seat: Seat | None, law: Regime) -> tuple[Reason, ...]:
    if seat is None or seat.established is None:
        return ()
    own = _article(law, _ARTICLES[law.id][3])
    if not seat.established:
        text = (
            f"{seat.name} has no establishment in the Union: the authority is competent on its"
            " own territory, and there is no lead authority."
        )
        return (Reason(text, own), *_representative(seat, law))
    if law.id == "eu-led":
        return (Reason("Each authority is competent in its own State.", own),)
    if seat.of_the_state:
        text = (
            f"{seat.name} is a public body, or acts under a legal obligation or in the public"
            f" interest: the authority of its State ({seat.country}) is competent, and there is"
            " no lead authority."
        )
        return (Reason(text, _article(law, "55(2)")),)
    if link.seat or seat.place == link.place:
        text = f"{seat.name} has its establishment there."
        return (Reason(text, own),)
    text = (
        f"{seat.name} has an establishment in the Union: the authority takes the complaint and"
        " passes it to the lead authority where the processing is cross-border."
    )
    return (Reason(text, _article(law, "56(1)")),)


def _representative(seat: Seat, law: Regime) -> tuple[Reason, ...]:
    """That a representative is no establishment, which people take it for."""
    if law.id != "eu-gdpr" or seat.representative in ("", "none"):
        return ()
    text = f"Its representative in the Union ({seat.representative}) is no establishment."
    return (Reason(text, _article(law, "27")),)


def _lead(seat: Seat | None, known: Sequence[SupervisoryAuthority]) -> SupervisoryAuthority | None:
    """The authority of the main establishment, where it is known to be one (Art. 56(1))."""
    if seat is None or not seat.established or seat.of_the_state:
        return None
    found = _at(seat.place, known, seat)
    return found[0] if len(found) == 1 else None
