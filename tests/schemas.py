"""JSON Schemas of the directory's files, for editors, made from the models that read them.

Written anew with ``python -m tests.schemas``.
"""

from __future__ import annotations

import json
from pathlib import Path

from dsar.reference.authorities import authority_schema
from dsar.reference.controllers import controller_schema
from dsar.reference.decisions import decision_schema

FOLDER = Path(__file__).parents[1] / "schemas"


def schemas() -> dict[str, str]:
    """The text of each schema by the name of its file."""
    made = {
        "company": ("A company (companies/*.yaml)", controller_schema()),
        "regulators": ("Supervisory authorities (regulators.yaml)", authority_schema()),
        "decisions": ("Decisions (decisions.yaml)", decision_schema()),
    }
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        f"{name}.schema.json": json.dumps(
            draft | schema | {"title": title}, indent=2, ensure_ascii=False
        )
        + "\n"
        for name, (title, schema) in made.items()
    }


if __name__ == "__main__":
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
