"""Questions on a terminal; what is answered becomes the same YAML a file would hold."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable

import typer

from dsar.errors import DsarError, Usage


def need_terminal(instead: str) -> None:
    """Raises Usage when nobody is there to answer; *instead* names the way for scripts."""
    if not sys.stdin.isatty():
        raise Usage("Nobody is there to answer questions.", instead)


def ask(question: str, default: str | None = None) -> str:
    """One answer, on stderr so that stdout stays the result's."""
    answer: str = typer.prompt(question, default=default, err=True, show_default=bool(default))
    return answer.strip()


def ask_until(question: str, check: Callable[[str], object], default: str | None = None) -> str:
    """Ask until *check* takes the answer; its error is shown in between."""
    while True:
        answer = ask(question, default)
        try:
            check(answer)
        except DsarError as error:
            typer.echo(f"  {error.message} {error.hint}", err=True)
        except ValueError as error:
            typer.echo(f"  {error}", err=True)
        else:
            return answer


def ask_lines(question: str) -> list[str]:
    """Lines until an empty one."""
    typer.echo(f"{question} (an empty line ends):", err=True)
    lines = []
    while line := ask("  line", ""):
        lines.append(line)
    return lines


def ask_person() -> str:
    """Who you are, as the text of a ``person.yaml``."""
    need_terminal("For scripts: dsar init --from person.yaml")
    return _yaml(_person("Your"))


def ask_subject() -> str:
    """Who somebody is and who acts for them, as the text of a ``person.yaml``."""
    need_terminal("For scripts: dsar subject add --from person.yaml")
    return _yaml(_person("Their") | _acting())


def _person(whose: str) -> dict[str, object]:
    from dsar.reference.places import split_place

    return {
        "name": ask(f"{whose} full name"),
        "address": ask_lines(f"{whose} postal address, without the country"),
        "email": ask_until(f"{whose} e-mail address (empty if none)", _email, ""),
        "country": ask_until(
            f"{whose} country (two letters; with its part if it matters: DE-BY)", split_place
        ),
        "language": ask(f"{whose} language (two letters)", "en"),
        "phone": ask(f"{whose} telephone (optional)", ""),
    }


def _acting() -> dict[str, object]:
    from dsar.cases.representation import KINDS

    kinds = "; ".join(f"{kind}: {told}" for kind, told in KINDS.items())
    kind = ask_until(f"Who acts for them ({kinds})", _one_of(KINDS), "self")
    if kind == "self":
        return {}
    acting: dict[str, object] = {
        "kind": kind,
        "name": ask("Name of who acts"),
        "address": ask_lines("Their postal address, with the country as last line"),
        "email": ask_until("Their e-mail address (empty if none)", _email, ""),
    }
    if kind != "guardian":
        acting["mandate"] = _mandate()
    if kind == "art80":
        acting["constitution"] = ask("File that proves the constitution (for complaints)", "")
        acting["aims"] = ask("Its statutory aims in the public interest (for complaints)", "")
    return {"representation": {key: value for key, value in acting.items() if value}}


def _mandate() -> dict[str, object]:
    from dsar.cases.representation import POWERS

    powers = ask(f"Powers of the mandate ({', '.join(POWERS)})", ", ".join(POWERS))
    mandate: dict[str, object] = {
        "powers": [one.strip() for one in powers.split(",") if one.strip()],
        "date": ask("Date of the mandate (YYYY-MM-DD)"),
        "expires": ask("Its last day (YYYY-MM-DD; empty if none)", ""),
        "proof": ask("The file that proves it"),
    }
    return {key: value for key, value in mandate.items() if value}


def _one_of(known: Iterable[str]) -> Callable[[str], None]:
    def check(answer: str) -> None:
        if answer not in known:
            raise ValueError(f"One of: {', '.join(known)}.")

    return check


def _email(answer: str) -> None:
    from email_validator import validate_email

    if answer:
        validate_email(answer, check_deliverability=False)


def ask_company() -> str:
    """A company, as the text of its YAML record."""
    need_terminal("For scripts: dsar company add --from record.yaml")
    name = ask("The company's name")
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "company"
    source = ask("Where its address is from (e.g. the privacy policy's web address)")
    contacts: list[dict[str, object]] = []
    if email := ask("Its e-mail address for privacy matters (empty if none)", ""):
        contacts.append({"kind": "email", "value": email, "source": source})
    if lines := ask_lines("Its postal address, with the country as last line"):
        contacts.append({"kind": "post", "address": lines, "source": source})
    return _yaml(
        {
            "id": ask("A short id for it", slug),
            "name": name,
            "kind": ask("Its kind (face-search, data-broker, platform, other …)", "other"),
            "country": ask("The country of its seat (two letters)"),
            "languages": [ask("A language it reads (two letters)", "en")],
            "contacts": contacts,
            "sources": [source],
        }
    )


def _yaml(data: dict[str, object]) -> str:
    """*data* as YAML; JSON strings and lists are YAML too, so nothing can be misread."""
    lines = (
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items() if value
    )
    return "\n".join(lines) + "\n"
