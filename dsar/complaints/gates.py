"""Gates: what an authority asks of a complaint before it looks at it."""

from __future__ import annotations

from dsar.cases.document import Document
from dsar.cases.subject import DataSubject
from dsar.directory.authority import SupervisoryAuthority
from dsar.errors import NotAllowed

# The rights that a complaint can speak of.
RIGHTS = frozenset({"access", "erasure"})


def check(
    request: Document,
    subject: DataSubject,
    authority: SupervisoryAuthority,
    languages: tuple[str, ...],
) -> str:
    """The language in which *authority* takes the complaint, out of *languages* we can write.

    Raises NotAllowed naming what is missing.
    """
    if request.regime not in authority.regimes:
        raise NotAllowed(
            f"{authority.abbreviation} hears complaints under"
            f" {', '.join(authority.regimes)}; the request was made under {request.regime}.",
            "dsar regulator for --residence … shows who hears you.",
        )
    if other := set(request.rights) - RIGHTS:
        raise NotAllowed(
            f"There is no complaint about {', '.join(sorted(other))} yet.",
            f"Complaints are written about: {', '.join(sorted(RIGHTS))}.",
        )
    if not subject.address:
        raise NotAllowed(
            f"{authority.abbreviation} asks for the complainant's postal address.", "dsar init"
        )
    language = next((one for one in authority.languages if one in languages), None)
    if language is None:
        raise NotAllowed(
            f"There is no complaint in a language that {authority.abbreviation} takes"
            f" ({', '.join(authority.languages)}).",
            f"Complaints are written in: {', '.join(languages)}.",
        )
    return language
