"""``dsar init``: who you are, asked once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dsar.actions.context import Context
from dsar.cases.subject import DataSubject
from dsar.channels.pictures import clean_signature
from dsar.errors import NotAllowed
from dsar.reference.people import parse_person, person_data, signature_file
from dsar.reference.yamlfile import parse_yaml, read_yaml


def read_profile(path: Path) -> DataSubject:
    """The person in the file at *path*, with the image of the signature it names.

    Raises Invalid with the place of the first mistake.
    """
    document = read_yaml(path)
    person = parse_person(document)
    image = signature_file(document, path)
    return replace(person, autograph=clean_signature(image)) if image else person


def answered_profile(text: str) -> DataSubject:
    """The person in *text*, the YAML made of answers on a terminal."""
    return parse_person(parse_yaml(text, "your answers"))


def set_profile(context: Context, subject: DataSubject, replace: bool = False) -> DataSubject:
    """Keep *subject* as the profile; an existing one only gives way with *replace*."""
    with context.store(create=True) as store:
        if subject.id in store.subjects() and not replace:
            raise NotAllowed(
                "A profile is already set up.", "To put this one in its place: dsar init --replace"
            )
        store.put_subject(subject.id, person_data(subject))
    return subject
