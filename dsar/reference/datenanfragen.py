"""Records of the public database ``datenanfragen/data`` (CC0), read as records of ours.

Its format: https://github.com/datenanfragen/data (schema.json, schema-obsolete-records.json).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Annotated, Any, Literal

import babel
from pydantic import AfterValidator, ConfigDict, EmailStr, Field

from dsar.errors import Invalid
from dsar.reference.controllers import Line
from dsar.reference.record import Record
from dsar.reference.yamlfile import Document, parse_yaml, validate

COLLECTION = "datenanfragen/data"
LICENCE = "CC0-1.0"
# Their categories in our words for kinds; the first that has one names the kind.
_KINDS = {
    "addresses": "data-broker", "ads": "ad-tech", "credit agency": "credit-agency",
    "collection agency": "collection-agency", "telecommunication": "telecommunications",
    "social media": "platform", "public body": "public-body", "political party": "party",
}  # fmt: skip
_CHURCHES = {
    "access-evangelische-kirche": "church-protestant",
    "access-katholische-kirche": "church-catholic",
}
_NEEDS = {"input": "other", "textarea": "other"}
_CHANNELS = {"letter": "post", "webform": "web-form"}
_TEMPLATES = ("access", "erasure", "rectification", "objection")
_ELSEWHERE = {
    "the netherlands": "NL", "united states of america": "US", "usa": "US", "hong kong": "HK",
    "great britain": "GB", "england": "GB", "uk": "GB", "czech republic": "CZ",
}  # fmt: skip


def _url(text: str) -> str:
    if not re.match(r"^https?://[^\s/]+", text):
        raise ValueError("an address on the web starts with http:// or https://")
    return text


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,80}", text) or not text.strip("-"):
        raise ValueError("a slug is small letters, digits and hyphens, at most 80")
    return text


Url = Annotated[Line, AfterValidator(_url)]
Slug = Annotated[str, AfterValidator(_slug)]
Text = Annotated[str, Field(max_length=5_000)]


class _Their(Record):
    model_config = ConfigDict(
        extra="forbid", alias_generator=lambda name: name.replace("_", "-"), strict=True
    )


class _Element(_Their):
    desc: Line
    type: Literal["input", "textarea", "email", "address", "name", "birthdate"]
    optional: bool = False


class _Company(_Their):
    slug: Slug
    relevant_countries: list[Annotated[str, Field(pattern="^([a-z]{2}|all)$")]]
    categories: list[Line] = []
    name: Line
    runs: list[Line] = []
    address: Text
    phone: Line = ""
    fax: Line = ""
    email: EmailStr | None = None
    webform: Url = ""
    pgp_fingerprint: Line = ""
    pgp_url: Url = ""
    web: Url = ""
    sources: Annotated[list[Line], Field(min_length=1)]
    required_elements: list[_Element] = []
    request_language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    custom_access_template: Slug | None = None
    custom_erasure_template: Slug | None = None
    custom_rectification_template: Slug | None = None
    custom_objection_template: Slug | None = None
    needs_id_document: bool | None = None
    suggested_transport_medium: Literal["fax", "letter", "email", "webform"] | None = None
    comments: list[Text] = []
    quality: Literal["tested", "verified", "imported", "scraped"]
    facet_group: Line = ""
    nsfw: Literal[True] | None = None


class _Obsolete(_Their):
    slug: Slug
    name: Line
    reason: Line
    redirect_to: Slug | None = None
    sources: list[Line] = []
    quality: Line = ""


def translate(name: str, data: bytes, version: str) -> dict[str, Any]:
    """The record in the file *name* as a record of ours, as plain data.

    Raises Invalid with file, line and column for what is malformed.
    """
    document = _document(name, data)
    if "obsolete-records/" in name:
        return _ended(validate(document, _Obsolete, document.data), name, version)
    return _living(validate(document, _Company, document.data), name, version)


def _document(name: str, data: bytes) -> Document:
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError:
        raise Invalid("The file is not UTF-8.", "Save it as UTF-8.", file=name) from None
    except json.JSONDecodeError as error:
        raise Invalid(
            f"This is not valid JSON: {error.msg}.",
            "Check quotes and commas near this place.",
            file=name, line=error.lineno, column=error.colno, kind="invalid-json",
        ) from None  # fmt: skip
    except RecursionError:
        raise Invalid("The file is nested too deeply.", file=name) from None
    return _Lazy(name, found, text)


class _Lazy(Document):
    """Places are looked for only when there is something to tell: JSON is nearly YAML."""

    def __init__(self, name: str, data: object, text: str) -> None:
        super().__init__(name, data, {})
        object.__setattr__(self, "_text", text)

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """As in Document; the first line where the text is no YAML."""
        try:
            return parse_yaml(getattr(self, "_text", "").replace("\t", " "), self.name).place(path)
        except Invalid:
            return (1, 1)


def _living(their: _Company, name: str, version: str) -> dict[str, Any]:
    lines = [line for part in their.address.split("\n") if (line := " ".join(part.split()))]
    country = country_code(lines[-1]) if lines else ""
    source = f"{COLLECTION} ({LICENCE}) {_inside(name)} @{version[:8] or 'unknown version'}"
    kinds = list(dict.fromkeys(_KINDS.get(one, one) for one in their.categories))
    church = _CHURCHES.get(their.custom_access_template or "")
    suggested = their.suggested_transport_medium
    record = {
        "id": _id(their.slug),
        "name": their.name,
        "also_known_as": [one for one in their.runs if one],
        "kind": _kind(church or (kinds[0] if kinds else "other")),
        "also_kinds": [_kind(one) for one in (kinds if church else kinds[1:])],
        "country": country,
        "languages": [their.request_language] if their.request_language else [],
        "website": their.web,
        "contacts": _contacts(their, lines, source),
        "suggested_channel": _CHANNELS.get(suggested, suggested) if suggested else None,
        "body": _body(their, kinds),
        "needs": [_need(one) for one in their.required_elements],
        "asks_id_document": their.needs_id_document,
        "relevant_countries": [c.upper() for c in their.relevant_countries if c != "all"],
        "custom_letters": {
            kind: given
            for kind in _TEMPLATES
            if (given := getattr(their, f"custom_{kind}_template"))
        },
        "notes": _notes(their),
        "sources": their.sources,
    }
    return _filled(record, name, version, their.quality)


def _ended(their: _Obsolete, name: str, version: str) -> dict[str, Any]:
    record = {
        "id": _id(their.slug),
        "name": their.name,
        "obsolete": their.reason,
        "redirect_to": _id(their.redirect_to) if their.redirect_to else None,
        "sources": their.sources or [f"{COLLECTION} ({LICENCE})"],
    }
    return _filled(record, name, version, their.quality or "obsolete")


def _filled(record: dict[str, Any], name: str, version: str, quality: str) -> dict[str, Any]:
    provenance = {
        "collection": COLLECTION,
        "licence": LICENCE,
        "version": version or "unknown",
        "record": _inside(name),
        "quality": quality,
    }
    full = {**record, "provenance": provenance}
    return {key: value for key, value in full.items() if value not in (None, "", [], {})}


def _inside(name: str) -> str:
    """The path inside the collection, without the folder an archive wraps around it."""
    return "/".join(name.split("/")[-2:])


def _id(slug: str) -> str:
    return re.sub("-+", "-", slug).strip("-")


def _kind(category: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", category.lower()).strip("-") or "other"


def _body(their: _Company, kinds: list[str]) -> str | None:
    """What a public body is to the law; which part of the State it belongs to is not in there."""
    if "public-body" not in kinds:
        return None
    federal = re.search(r"(^|[./@])bund\.de(/|$)", f"{their.web} {their.email or ''}".strip())
    return "public-national" if federal else "public-regional"


def _contacts(their: _Company, lines: list[str], source: str) -> list[dict[str, Any]]:
    values = (
        ("email", their.email), ("web-form", their.webform), ("post", lines),
        ("fax", their.fax), ("phone", their.phone),
    )  # fmt: skip
    wanted = their.suggested_transport_medium or ""
    first = _CHANNELS.get(wanted, wanted)
    found = [
        {"kind": kind, "address" if kind == "post" else "value": value, "source": source}
        for kind, value in values
        if value
    ]
    return sorted(found, key=lambda contact: contact["kind"] != first)


def _need(element: _Element) -> dict[str, Any]:
    need = {"what": _NEEDS.get(element.type, element.type), "label": element.desc}
    return need | ({"optional": "true"} if element.optional else {})


def _notes(their: _Company) -> str:
    said = [" ".join(one.split()) for one in their.comments]
    if their.pgp_fingerprint:
        said.append(f"PGP key {their.pgp_fingerprint} {their.pgp_url}.".replace(" .", "."))
    if their.nsfw:
        said.append("For adults only.")
    return " ".join(said)[:500]


@cache
def _countries() -> dict[str, str]:
    names = dict(_ELSEWHERE)
    for language in ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "da", "sv", "fi", "el"):
        for code, name in babel.Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.casefold(), code)
    return names


def country_code(name: str) -> str:
    """The country (ISO 3166-1) that the last line of an address names, or empty."""
    return _countries().get(" ".join(name.split()).casefold().rstrip("."), "")
