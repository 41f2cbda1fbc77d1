"""``dsar company check`` and ``dsar regulator check``: what is wrong with directory records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from dsar.directory.checks import (
    ERROR,
    Problem,
    World,
    check_authority,
    check_controller,
    duplicate_emails,
)
from dsar.directory.controller import Controller
from dsar.errors import Invalid
from dsar.reference.authorities import authorities, authority_mistakes, read_authorities
from dsar.reference.controllers import controller_mistakes, parse_controller
from dsar.reference.data import data_name, data_path
from dsar.reference.datenanfragen import country_code
from dsar.reference.index import entries
from dsar.reference.regimes import regimes
from dsar.reference.yamlfile import Document, read_yaml

Found = list[dict[str, Any]]


def check_companies(paths: Iterable[Path], own: Path, today: date) -> Found:
    """Findings in the records at *paths* (files or folders; none: ours and the user's own).

    Raises Invalid for a path that is not there.
    """
    files = [file for path in [*paths] or [data_path("companies"), own] for file in _files(path)]
    world = _world(today, frozenset(entries(own)) | {file.stem for file in files})
    found: Found = []
    read: dict[str, Controller] = {}
    documents: dict[str, Document] = {}
    for file in files:
        try:
            document = read_yaml(file, data_name(file))
            wrong = controller_mistakes(document)
        except Invalid as error:
            found.append(_mistake(error))
            continue
        found += map(_mistake, wrong)
        if wrong:
            continue
        company = parse_controller(document)
        found += [_told(document, problem) for problem in check_controller(company, world)]
        if company.id != file.stem:
            message = f"id: the file is called {file.name}, the id differs."
            said = document.error(("id",), message, "Rename the file, or change the id.")
            found.append(_mistake(said))
        read.setdefault(company.id, company)
        documents.setdefault(company.id, document)
    found += [_told(documents[i], problem) for i, problem in duplicate_emails(read)]
    return found


def check_authorities(path: Path | None, today: date) -> Found:
    """Findings in the authorities at *path* (none: ours)."""
    file = path or data_path("regulators.yaml")
    try:
        document = read_yaml(file, data_name(file))
        wrong = authority_mistakes(document)
        if wrong:
            return [_mistake(error) for error in wrong]
        known = read_authorities(file)
    except Invalid as error:
        return [_mistake(error)]
    world = _world(today, frozenset())
    return [
        _told(document, problem, ("authorities", number))
        for number, authority in enumerate(known)
        for problem in check_authority(authority, world)
    ]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.yaml"))
    if path.is_file():
        return [path]
    if path.name == "companies" and not path.exists():
        return []  # a person need not have records of their own
    raise Invalid("There is no such file.", "Check its name.", file=str(path))


def _world(today: date, companies: frozenset[str]) -> World:
    known = regimes()
    return World(today, authorities(), companies, known["eu-gdpr"], frozenset(known), country_code)


def _told(
    document: Document, problem: Problem, inside: tuple[str | int, ...] = ()
) -> dict[str, Any]:
    line, column = document.place((*inside, *problem.where))
    return {
        "severity": problem.severity,
        "check": problem.check,
        "file": document.name,
        "line": line,
        "column": column,
        "message": problem.message,
        "fix": problem.fix,
    }


def _mistake(error: Invalid) -> dict[str, Any]:
    return {
        "severity": ERROR,
        "check": "schema",
        "file": error.file,
        "line": error.line,
        "column": error.column,
        "message": error.message,
        "fix": error.hint,
    }
