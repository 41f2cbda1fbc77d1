"""The front door without a new process for every command."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dsar.cli.app import main
from tests.conftest import Result

PEOPLE = {
    "FR": ("Camille Vernier", "12 rue des Exemples, 69001 Lyon", "fr"),
    "DE-BE": ("Jonas Muster", "Beispielweg 5, 10115 Berlin", "de"),
    "AT": ("Anna Muster", "Beispielgasse 3, 1010 Wien", "de"),
    "GB-ENG": ("Ada Exemplar", "1 Example Street, London N1 1AA", "en"),
    "CH-ZH": ("Mia Muster", "Beispielweg 4, 8001 Zürich", "de"),
    "CA-ON": ("Noah Example", "5 Example Avenue, Toronto ON M5V 1A1", "en"),
    "CA-AB": ("Zoe Example", "8 Example Drive, Calgary AB T2P 1A1", "en"),
    "CA-QC": ("Léa Exemple", "7 rue des Exemples, Montréal QC H2X 1A1", "fr"),
    "AU-NSW": ("Ruby Example", "9 Example Road, Sydney NSW 2000", "en"),
}


def person_yaml(place: str) -> str:
    """The ``person.yaml`` of a made-up person who lives in *place*."""
    name, address, language = PEOPLE[place]
    lines = [f'"{line.strip()}"' for line in address.split(",")]
    email = name.split()[0].lower().replace("é", "e")
    return (
        f"name: {name}\naddress: [{', '.join(lines)}]\nemail: {email}@post.example\n"
        f"country: {place}\nlanguage: {language}\n"
    )


class Front:
    """The commands in an empty home, on a store of their own."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(home))

    def __call__(self, *arguments: str, today: str) -> Result:
        """Run one command as of the day *today*."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["--today", today, *arguments])
        return Result(code, out.getvalue(), err.getvalue())

    def json(self, *arguments: str, today: str) -> Any:
        """The JSON that one command prints; it must succeed."""
        done = self(*arguments, "--json", today=today)
        assert done.code == 0, (arguments, done.err)
        return json.loads(done.out)

    def settle(self, place: str, more: str = "") -> None:
        """Say who we are: somebody who lives in *place*, with *more* lines of YAML."""
        path = self.home / "person.yaml"
        path.write_text(person_yaml(place) + more, encoding="utf-8")
        done = self("init", "--from", str(path), "--replace", today="2026-01-01")
        assert done.code == 0, done.err
