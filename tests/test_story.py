"""The arc by hand, through the installed command: from the first letter to the complaint."""

from __future__ import annotations

import email
import hashlib
import json
import stat
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ASKED, COMPLAINED, DELIVERED, PERSON, READY, Dsar
from tests.pdfs import made, text_of


def test_request_writes_the_letter(dsar: Dsar, person: Path, home: Path) -> None:
    dsar("init", "--from", str(person))
    done = dsar("request", "Clearview AI", "--right", "access", "--json", today=ASKED)
    assert done.code == 0, done.err
    data = done.json
    assert (data["status"], data["regime"]) == ("draft", "eu-gdpr")
    assert {file["kind"] for file in data["files"]} >= {"txt", "html", "eml"}
    for file in data["files"]:
        path = home / file["path"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
    assert stat.S_IMODE((home / data["case"]).stat().st_mode) == 0o700
    text = (home / data["case"] / "01-access-request.txt").read_text(encoding="utf-8")
    for needed in (
        "Clearview AI, Inc.",
        "NY 12207",
        "69001 Lyon",
        "27 February 2026",
        data["case"],
    ):
        assert needed in text
    for point in ("4(14)", "9(1)", "15(1)(g)", "C-154/21", "C-203/22", "Article 14", "27", "12(3)"):
        assert point in text, point
    draft = email.message_from_bytes((home / data["case"] / "01-access-request.eml").read_bytes())
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == "legal-requests@clearview.ai"
    assert data["case"] in str(draft["Subject"])
    assert "last confirmed on 2025-08-19" not in done.err  # within a year of February 2026
    assert data["next"][0]["step"] == "send"


def test_letter_in_french_and_photo(dsar: Dsar, person: Path, home: Path) -> None:
    dsar("init", "--from", str(person))
    photo = home / "face.jpg"
    picture = Image.new("RGB", (3000, 2000), "grey")
    exif = picture.getexif()
    exif[0x010F] = "SECRETCAMERA"
    picture.save(photo, exif=exif)
    asked = ("request", "clearview-ai", "--right", "access", "--lang", "fr", "--photo", str(photo))
    done = dsar(*asked, "--format", "txt,eml", "--out", "letters", today=ASKED)
    assert done.code == 0, done.err
    text = (home / "letters" / "01-access-request.txt").read_text(encoding="utf-8")
    assert "article 15, paragraphe 1" in text and "27 février 2026" in text
    message = email.message_from_bytes((home / "letters" / "01-access-request.eml").read_bytes())
    attached = [p for p in message.walk() if p.get_content_type() == "image/jpeg"]
    data = attached[0].get_payload(decode=True)
    assert isinstance(data, bytes) and b"SECRETCAMERA" not in data
    assert sorted(path.name for path in (home / "letters").iterdir()) == [
        "01-access-request.eml", "01-access-request.txt",
    ]  # fmt: skip


def test_erasure_first_warns_and_offers_both(dsar: Dsar, person: Path) -> None:
    dsar("init", "--from", str(person))
    done = dsar("request", "clearview-ai", "--right", "erasure", "--format", "txt", today=ASKED)
    assert done.code == 0
    assert "destroys the evidence" in done.err
    assert "--right access --right erasure" in done.err
    both = dsar("request", "clearview-ai", "--right", "erasure", "--right", "access", "--format",
                "txt", "--out", "both", today=ASKED)  # fmt: skip
    assert both.code == 0 and "destroys" not in both.err
    text = (Path("both") / "01-access-erasure-request.txt").read_text(encoding="utf-8")
    assert "18(1)(c)" in text and "Article 17" in text


def test_deadline_of_the_case(dsar: Dsar, case: str) -> None:
    shown = dsar("show", case, "--json", today=DELIVERED).json
    deadline = shown["deadline"]
    assert (deadline["from"], deadline["last_day"], deadline["safe"]) == (
        DELIVERED, "2026-04-07", "2026-04-07",
    )  # fmt: skip
    assert deadline["places"] == ["FR", "US-NY"]
    # 10 days abroad from posting would be later; the first receipt is the carrier's.
    assert deadline["earliest"] == "2026-04-06"
    assert deadline["estimated"] is False
    said = dsar("deadline", DELIVERED, "--regime", "eu-gdpr", "--place", "FR,US-NY", "--json").json
    assert said["steps"] == deadline["steps"]


@pytest.mark.parametrize(
    ("day", "status", "step"),
    [
        (DELIVERED, "waiting", None),
        ("2026-03-30", "waiting", None),
        ("2026-03-31", "due-soon", None),
        ("2026-04-07", "due-soon", None),
        (READY, "complaint-ready", "complain"),
        ("2027-01-01", "complaint-ready", "complain"),
    ],
)
def test_status_on_days(dsar: Dsar, case: str, day: str, status: str, step: str | None) -> None:
    row = dsar("list", "--json", today=day).json[0]
    assert (row["case"], row["status"]) == (case, status)
    steps = [s["step"] for s in dsar("next", "--json", today=day).json]
    assert (step in steps) if step else not steps


def test_next_exit_code(dsar: Dsar, case: str) -> None:
    assert dsar("next", "--exit-code", today=DELIVERED).code == 0
    assert dsar("next", "--exit-code", today=READY).code == 6
    quiet = dsar("-q", "next", today=DELIVERED)
    assert (quiet.out, quiet.err) == ("", "")


def test_remind_is_due_once(dsar: Dsar, case: str, home: Path) -> None:
    early = dsar("remind", case, "--json", today="2026-04-07")
    assert early.code == 4
    assert early.error["day"] == READY and "12(3)" in early.error["message"]
    dry = dsar("remind", "--due", "--dry-run", "--json", today=READY).json["results"]
    assert [one["result"] for one in dry] == ["due"]
    first = dsar("remind", case, "--json", today=READY).json["results"][0]
    assert first["result"] == "written"
    text = (home / case / "02-reminder.txt").read_text(encoding="utf-8")
    for needed in (
        "6 March 2026",
        "7 April 2026",
        "22 April 2026",
        "1182/71",
        "Articles 77 and 79",
    ):
        assert needed in " ".join(text.split()), needed
    again = dsar("remind", case, "--json", today="2026-04-09").json["results"][0]
    assert again["result"] == "already"
    assert dsar("remind", "--due", "--json", today="2026-04-09").json == {"results": []}
    sent = dsar("send", case, "--by", "email", "--on", READY, today=READY)
    assert sent.code == 0, sent.err
    assert "reminded" in dsar("show", case, "--json", today=READY).json["reasons"]


def test_complaint_waits_for_the_law(dsar: Dsar, case: str, home: Path) -> None:
    early = dsar("complain", case, "--json", today="2026-04-07")
    assert early.code == 4
    assert early.error["day"] == READY
    assert "12(3)" in early.error["message"]
    assert not (home / case / "complaint").exists()


def test_complaint_and_bundle(dsar: Dsar, case: str, home: Path) -> None:
    dsar("remind", case, today=READY)
    dsar("send", case, "reminder", "--by", "email", "--on", READY, today=READY)
    done = dsar("complain", case, "--json", today=COMPLAINED)
    assert done.code == 0, done.err
    data = done.json
    assert (data["authority"], data["ground"], data["language"]) == ("fr-cnil", "silence", "fr")
    folder = home / case / "complaint"
    text = " ".join((folder / "complaint.txt").read_text(encoding="utf-8").split())
    needed = [
        "3 place de Fontenoy", "75334 PARIS CEDEX 07", "418 Broadway STE N", "Clearview AI, Inc.",
        "27 février 2026", "6 mars 2026", "7 avril 2026", "8 avril 2026", "n° 1182/71", "EX 1",
        "article 77", "article 12, paragraphe 3", "23 avril 2026",
    ]  # fmt: skip
    for words in needed:
        assert words in text, words
    for exhibit in data["exhibits"]:
        assert exhibit["sha256"] in text
        original = folder / "originals" / exhibit["file"]
        assert hashlib.sha256(original.read_bytes()).hexdigest() == exhibit["sha256"]
    listed = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {line[66:]: line[:64] for line in listed}
    files = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert files == set(sums) | {"SHA256SUMS"}
    for name, sha256 in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [e["sha256"] for e in manifest["exhibits"]] == [e["sha256"] for e in data["exhibits"]]
    guide = (folder / "HOW-TO-FILE.txt").read_text(encoding="utf-8")
    assert f"dsar record {case} complaint-filed" in guide
    assert "https://www.cnil.fr/fr/plaintes" in guide


def test_complaint_on_paper(dsar: Dsar, case: str, home: Path) -> None:
    made(['<html lang="en"><title>Is there a PDF engine?</title>'])
    done = dsar("complain", case, "--json", today=COMPLAINED)
    assert done.code == 0, done.err
    folder = home / case / "complaint"
    text = text_of((folder / "complaint.pdf").read_bytes())
    for words in ("3 place de Fontenoy", "418 Broadway STE N", "6 mars 2026", "7 avril 2026",
                  "1182/71"):  # fmt: skip
        assert words in text, words
    for exhibit in done.json["exhibits"]:
        assert exhibit["sha256"] in text.replace(" ", "")
    bundle = text_of((folder / "bundle.pdf").read_bytes())
    for exhibit in done.json["exhibits"]:
        assert f"Pièce n° {exhibit['number']}".replace("\xa0", " ") in bundle.replace("\xa0", " ")


def test_filed_complaint_ends_the_steps(dsar: Dsar, case: str) -> None:
    early = dsar("record", case, "complaint-filed", "--on", COMPLAINED, today=COMPLAINED)
    assert early.code == 4
    dsar("complain", case, today=COMPLAINED)
    step = dsar("next", "--json", today=COMPLAINED).json[0]
    assert step["step"] == "file-complaint"
    done = dsar("record", case, "complaint-filed", "--on", COMPLAINED, "--by", "post", "--ref",
                "X1", "--json", today=COMPLAINED)  # fmt: skip
    assert done.code == 0, done.err
    assert done.json["status"] == "complained"
    assert dsar("next", "--json", today=COMPLAINED).json == []


def test_an_answer_closes_the_ground(dsar: Dsar, case: str) -> None:
    bare = dsar("record", case, "answer", today=READY)
    assert bare.code == 3 and "--outcome" in bare.err
    done = dsar("record", case, "answer", "--outcome", "complete", "--on", READY, "--json",
                today=READY)  # fmt: skip
    assert done.json["status"] == "answered"
    refused = dsar("complain", case, "--json", today=COMPLAINED)
    assert refused.code == 4 and "answer of 2026-04-08" in refused.error["message"]


def test_a_bounce_stops_the_clock(dsar: Dsar, person: Path) -> None:
    dsar("init", "--from", str(person))
    opened = dsar("request", "clearview-ai", "--right", "access", "--format", "txt,eml", "--json",
                  today=ASKED).json["case"]  # fmt: skip
    dsar("send", opened, "--by", "email", "--on", ASKED, today=ASKED)
    row = dsar("list", "--json", today=ASKED).json[0]
    assert (row["last_day"], row["reasons"]) == ("2026-03-27", ["estimated"])
    done = dsar("record", opened, "bounced", "--on", ASKED, "--json", today=ASKED).json
    assert done["status"] == "bounced"
    assert done["next"][0]["step"] == "send-again"
    refused = dsar("complain", opened, "--json", today=COMPLAINED)
    assert refused.code == 4 and "has not begun" in refused.error["message"]


def test_estimated_receipt_is_never_called_received(dsar: Dsar, person: Path, home: Path) -> None:
    dsar("init", "--from", str(person))
    opened = dsar("request", "clearview-ai", "--right", "access", "--format", "txt,eml", "--json",
                  today=ASKED).json["case"]  # fmt: skip
    dsar("send", opened, "--by", "email", "--on", ASKED, today=ASKED)
    done = dsar("complain", opened, "--json", today=COMPLAINED)
    assert done.code == 0, done.err
    text = (home / opened / "complaint" / "complaint.txt").read_text(encoding="utf-8")
    assert "reçue le" not in text and "estimée" in text


def test_british_case_is_under_british_law(dsar: Dsar, home: Path) -> None:
    path = home / "person.yaml"
    path.write_text(
        "name: Ada Exemplar\naddress: [1 Example Street, London N1 1AA]\n"
        "email: ada@post.example\ncountry: GB-ENG\nlanguage: en\n",
        encoding="utf-8",
    )
    dsar("init", "--from", str(path))
    opened = dsar("request", "clearview-ai", "--right", "access", "--format", "txt", "--json",
                  today=ASKED)  # fmt: skip
    assert opened.json["regime"] == "uk-gdpr"
    text = (home / opened.json["case"] / "01-access-request.txt").read_text(encoding="utf-8")
    assert "UK GDPR" in text and "CJEU" not in text
    case = opened.json["case"]
    dsar("send", case, "--by", "email", "--on", ASKED, today=ASKED)
    refused = dsar("complain", case, "--json", today=COMPLAINED)
    assert refused.code == 4
    assert "ICO takes (en, cy)" in refused.error["message"]


def test_case_by_company_and_prefix(dsar: Dsar, case: str) -> None:
    assert dsar("show", "clearview-ai", "--json", today=READY).json["case"] == case
    assert dsar("show", case[:3].lower(), "--json", today=READY).json["case"] == case
    assert dsar("show", case, "--json", today=ASKED).json["status"] == "waiting"


def test_signature_stands_on_the_page(dsar: Dsar, home: Path) -> None:
    picture = Image.new("RGBA", (2000, 500), (0, 0, 0, 0))
    picture.save(home / "hand.png")
    (home / "me.yaml").write_text(PERSON + "signature: hand.png\n", encoding="utf-8")
    assert dsar("init", "--from", "me.yaml").code == 0
    asked = ("request", "clearview-ai", "--right", "access", "--format", "html", "--out", "l")
    assert dsar(*asked, today=ASKED).code == 0
    html = (home / "l" / "01-access-request.html").read_text(encoding="utf-8")
    assert 'class="autograph"><img src="data:image/png;base64,' in html
    (home / "me.yaml").write_text(PERSON + "signature: gone.png\n", encoding="utf-8")
    assert dsar("init", "--replace", "--from", "me.yaml").code == 3


def test_global_options_may_stand_anywhere(dsar: Dsar, case: str) -> None:
    first = dsar("list", "--json", today=READY).json
    assert dsar("list", "--today", READY, "--json").json == first
    assert dsar("list", "--json", f"--today={READY}", "-q").json == first


def test_history_is_judged_by_legal_days(dsar: Dsar, case: str) -> None:
    """What was recorded late is seen on the day it happened."""
    row = dsar("list", "--json", today="2026-03-05").json[0]
    assert (row["status"], row["reasons"]) == ("waiting", ["estimated"])
    assert dsar("list", "--json", today=DELIVERED).json[0]["reasons"] == []


def test_guide_is_in_the_complainants_language(dsar: Dsar, home: Path) -> None:
    text = PERSON.replace("language: fr", "language: en")
    (home / "me.yaml").write_text(text, encoding="utf-8")
    dsar("init", "--from", "me.yaml")
    asked = ("request", "clearview-ai", "--right", "access", "--format", "txt")
    case = dsar(*asked, "--json", today=ASKED).json["case"]
    dsar("send", case, "--by", "email", "--on", ASKED, today=ASKED)
    assert dsar("complain", case, "--out", "c", today=COMPLAINED).code == 0
    guide = (home / "c" / "HOW-TO-FILE.txt").read_text(encoding="utf-8")
    assert "HOW TO FILE COMPLAINT" in guide and "75334 PARIS CEDEX 07" in guide
    assert "\n\n\n" not in guide
    assert "Madame, Monsieur" in (home / "c" / "complaint.txt").read_text(encoding="utf-8")
