"""``dsar init``: who you are, asked once; and how a ``person.yaml`` is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dsar.actions.context import Context
from dsar.actions.evidence import keep
from dsar.cases.document import FileOf, file_of
from dsar.cases.representation import Mandate, Representation
from dsar.cases.subject import DataSubject
from dsar.channels.pictures import clean_signature
from dsar.errors import Invalid, NotAllowed
from dsar.reference.controllers import find_controller
from dsar.reference.people import named_file, parse_person, person_data
from dsar.reference.yamlfile import Document, Path_, parse_yaml, read_yaml

_ACTING = "representation"


@dataclass(frozen=True)
class Profile:
    """A person as a file tells of them, and the bytes of the proofs it names, by SHA-256."""

    subject: DataSubject
    evidence: Mapping[str, bytes] = field(default_factory=dict)


def read_profile(context: Context, path: Path) -> Profile:
    """The person in the file at *path*, with the files it names.

    Raises Invalid with the place of the first mistake.
    """
    return _read(context, read_yaml(path), path.parent)


def answered_profile(context: Context, text: str) -> Profile:
    """The person in *text*, the YAML made of answers on a terminal; raises Invalid likewise."""
    return _read(context, parse_yaml(text, "your answers"), Path())


def set_profile(context: Context, profile: Profile, replace: bool = False) -> DataSubject:
    """Keep *profile* as the user's own; an existing one only gives way with *replace*.

    Raises NotAllowed for one that is there and shall stay.
    """
    subject = profile.subject
    with context.store(create=True) as store:
        if subject.id in store.subjects() and not replace:
            raise NotAllowed(
                "A profile is already set up.", "To put this one in its place: dsar init --replace"
            )
        store.keep_evidence(profile.evidence)
        store.put_subject(subject.id, person_data(subject))
    return subject


def _read(context: Context, document: Document, folder: Path) -> Profile:
    person = parse_person(document)
    evidence: dict[str, bytes] = {}
    if image := named_file(document, ("signature",), folder):
        person = replace(person, autograph=clean_signature(image))
    if (acting := person.acting) is not None:
        acting = _with_files(document, folder, acting, evidence)
        if (mandate := acting.mandate) is not None:
            acting = replace(acting, mandate=_with_ids(context, document, mandate))
        person = replace(person, acting=acting)
    return Profile(person, evidence)


def _with_files(
    document: Document, folder: Path, acting: Representation, evidence: dict[str, bytes]
) -> Representation:
    def kept(*place: str) -> FileOf | None:
        path = named_file(document, place, folder)
        try:
            return file_of(keep(path, evidence)) if path else None
        except Invalid as error:
            raise _at(document, place, error) from None

    mandate = acting.mandate
    if mandate is not None:
        mandate = replace(mandate, proof=kept(_ACTING, "mandate", "proof"))
    return replace(acting, mandate=mandate, constitution=kept(_ACTING, "constitution"))


def _at(document: Document, place: Path_, error: Invalid) -> Invalid:
    """*error* at the place that names the file: a path may be personal, a line number is not."""
    told = f"{'.'.join(map(str, place))}: {error.message[0].lower()}{error.message[1:]}"
    return document.error(place, told, error.hint or "Name the file that proves it.")


def _with_ids(context: Context, document: Document, mandate: Mandate) -> Mandate:
    """*mandate* with its companies by their ids; one that nobody knows would reach nobody."""
    return replace(mandate, controllers=tuple(_ids(context, document, mandate)))


def _ids(context: Context, document: Document, mandate: Mandate) -> Iterator[str]:
    for number, text in enumerate(mandate.controllers):
        try:
            yield find_controller(text, context.own).id
        except Invalid:
            raise document.error(
                (_ACTING, "mandate", "controllers", number),
                f"{_ACTING}.mandate.controllers.{number}: the directory has no such company.",
                "dsar company search NAME finds its id.",
            ) from None
