"""Companies from elsewhere: every record taken or refused, and no archive is trusted."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dsar.actions.importing import import_companies
from dsar.errors import Invalid
from dsar.reference.archive import MAX_FILE, read_collection
from dsar.reference.controllers import find_controller, read_controller
from dsar.reference.datenanfragen import country_code
from dsar.reference.index import entries
from dsar.reference.search import search_entries
from tests.conftest import Dsar

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def company(slug: str = "exempla", **more: Any) -> dict[str, Any]:
    """A record in the format of the collection, about nobody."""
    return {
        "slug": slug,
        "relevant-countries": ["de", "at"],
        "categories": ["addresses", "ads"],
        "name": "Exempla Adressen GmbH",
        "runs": ["Exempla Listen"],
        "address": "Beispielweg 1\n12345 Musterstadt\nDeutschland",
        "email": "datenschutz@exempla.example",
        "web": "https://www.exempla.example/",
        "sources": ["https://www.exempla.example/datenschutz"],
        "quality": "tested",
    } | more


FULL = company() | {
    "required-elements": [
        {"desc": "Name", "type": "name"},
        {"desc": "Kundennummer", "type": "input", "optional": True},
    ],
    "request-language": "de",
    "needs-id-document": True,
    "suggested-transport-medium": "letter",
    "custom-access-template": "access-tracking",
    "comments": ["Antwortet\nnur per Post."],
}
OBSOLETE = {
    "slug": "exempla-alt", "name": "Alte Exempla GmbH", "reason": "merged",
    "redirect-to": "exempla", "sources": ["https://www.exempla.example/"], "quality": "obsolete",
}  # fmt: skip


def collection(folder: Path, **files: object) -> Path:
    """A folder of the collection with *files*; ``a__b`` is the file b in the folder a."""
    for name, data in files.items():
        room, _, stem = name.partition("__")
        path = folder / room / f"{stem.replace('_', '-')}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else json.dumps(data, indent=2), "utf-8")
    return folder


def test_a_record_keeps_all_it_says(tmp_path: Path) -> None:
    source = collection(tmp_path / "s", companies__exempla=FULL, obsolete_records__x=OBSOLETE)
    (source / "obsolete_records").rename(source / "obsolete-records")
    done = import_companies(source, "datenanfragen", tmp_path / "own", COMMIT)
    assert sorted(done.imported) == ["exempla", "exempla-alt"] and not done.skipped
    found = find_controller("exempla", tmp_path / "own")
    assert (found.kind, found.also_kinds, found.country) == ("data-broker", ("ad-tech",), "DE")
    assert [c.kind for c in found.contacts] == ["post", "email"]
    assert all(c.verified_on is None for c in found.contacts)
    assert [(n.what, n.label, n.optional) for n in found.needs] == [
        ("name", "Name", False),
        ("other", "Kundennummer", True),
    ]
    assert (found.languages, found.asks_id_document) == (("de",), True)
    assert (found.suggested_channel, found.custom_letters["access"]) == ("post", "access-tracking")
    assert found.notes == "Antwortet nur per Post."
    assert found.provenance is not None
    assert (found.provenance.licence, found.provenance.version) == ("CC0-1.0", COMMIT)
    assert found.provenance.quality == "tested"
    assert find_controller("exempla-alt", tmp_path / "own").id == "exempla"
    (hit, _), *_ = search_entries("alte exempla", entries(tmp_path / "own").values())
    assert hit.id == "exempla"


@pytest.mark.parametrize(
    ("record", "place", "part"),
    [
        (company(email="no address"), "bad.json:16:12", "email"),
        (company(name="x\u202etxt.exe"), "bad.json:11:11", "direction marks"),
        (company(name="a\nb"), "bad.json:11:11", "control characters"),
        (company(name="x" * 10_000), "bad.json:11:11", "at most"),
        (company(slug="../../etc/passwd"), "bad.json:2:11", "slug"),
        (company(web="javascript:alert(1)"), "bad.json:17:10", "http"),
        (company(surprise=1), "bad.json:22:3", "no field of this name"),
        ({"slug": "bad"}, "bad.json", "missing"),
        ([1, 2], "bad.json:1:1", "dictionary"),
        ('{"slug": "bad",, }', "bad.json:1:16", "valid JSON"),
        ("[" * 100_000, "bad.json", ""),
    ],
)
def test_a_bad_record_is_refused_by_itself(
    tmp_path: Path, record: object, place: str, part: str
) -> None:
    source = collection(tmp_path / "s", companies__bad=record, companies__good=company("good"))
    done = import_companies(source, "datenanfragen", tmp_path / "own")
    assert done.imported == ["good"]
    (refused,) = done.skipped
    assert place in refused["source"] and part in refused["reason"]


@pytest.mark.parametrize("name", ["{{ 7*7 }}", "<script>alert(1)</script>", "$(id)", "'; DROP--"])
def test_a_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    source = collection(tmp_path / "s", companies__exempla=company(name=name))
    import_companies(source, "datenanfragen", tmp_path / "own")
    assert find_controller("exempla", tmp_path / "own").name == name


def test_a_second_time_tells_what_changed(tmp_path: Path) -> None:
    own = tmp_path / "own"
    source = collection(
        tmp_path / "s", companies__exempla=FULL, companies__other=company("other"),
        companies__clearview_ai=company("clearview-ai"),
    )  # fmt: skip
    first = import_companies(source, "datenanfragen", own)
    assert len(first.imported) == 3 and first.shadowed == ["clearview-ai"]
    assert len(import_companies(source, "datenanfragen", own).unchanged) == 3
    (source / "companies" / "other.json").unlink()
    collection(source, companies__exempla=FULL | {"phone": "+49 123 456"})
    again = import_companies(source, "datenanfragen", own, dry_run=True)
    assert again.updated == {"exempla": ["contacts"]} and again.gone == ["other"]
    assert find_controller("exempla", own).contact("phone") is None
    import_companies(source, "datenanfragen", own)
    assert find_controller("exempla", own).contact("phone") is not None
    # Gone there is not gone here; and the user's own record, like ours, always wins.
    assert find_controller("other", own).id == "other"
    assert find_controller("clearview-ai", own).name == "Clearview AI, Inc."
    mine = read_controller(own / "imported" / "datenanfragen" / "exempla.yaml")
    (own / "exempla.yaml").write_text(
        "id: exempla\nname: My own\ncountry: DE\nsources: [me]\n"
        "contacts: [{kind: phone, value: '1', source: me}]\n", encoding="utf-8",
    )  # fmt: skip
    assert find_controller("exempla", own).name == "My own" != mine.name
    assert entries(own)["exempla"].name == "My own"


def zipped(path: Path, files: dict[str, bytes], comment: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.comment = comment.encode()
    return path


def tarred(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz", pax_headers={"comment": COMMIT}) as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


GOOD = json.dumps(company()).encode()


def test_archives_bring_their_version(tmp_path: Path) -> None:
    name = f"data-{COMMIT}/companies/exempla.json"
    for source in (
        zipped(tmp_path / "d.zip", {name: GOOD, "data/README.md": b"x"}, COMMIT),
        tarred(tmp_path / "d.tar.gz", (tarfile.TarInfo(name), GOOD)),
    ):
        done = import_companies(source, "datenanfragen", tmp_path / f"own-{source.name}")
        assert (done.imported, done.version) == (["exempla"], COMMIT)


def link(name: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


def zip_link(path: Path) -> Path:
    info = zipfile.ZipInfo("companies/exempla.json")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda p: zipped(p / "a.zip", {"../companies/x.json": GOOD}),
        lambda p: zipped(p / "a.zip", {"/etc/companies/x.json": GOOD}),
        lambda p: zipped(p / "a.zip", {"C:\\companies\\x.json": GOOD}),
        lambda p: zipped(p / "a.zip", {"companies/x.json": b" " * (MAX_FILE * 50)}),
        lambda p: zip_link(p / "a.zip"),
        lambda p: tarred(p / "a.tgz", (tarfile.TarInfo("companies/../../x.json"), GOOD)),
        lambda p: tarred(p / "a.tgz", (link("companies/x.json", tarfile.SYMTYPE), b"")),
        lambda p: tarred(p / "a.tgz", (link("companies/x.json", tarfile.LNKTYPE), b"")),
        lambda p: tarred(p / "a.tgz", (link("companies/x.json", tarfile.FIFOTYPE), b"")),
        lambda p: tarred(p / "a.tgz", (tarfile.TarInfo("companies/x.json"), b" " * 2_000_000)),
    ],
)
def test_a_hostile_archive_is_refused_whole(tmp_path: Path, make: Any) -> None:
    with pytest.raises(Invalid, match="nothing was imported"):
        import_companies(make(tmp_path), "datenanfragen", tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    source = collection(tmp_path / "s", companies__exempla=company())
    (source / "companies" / "x.json").symlink_to("/etc/passwd")
    with pytest.raises(Invalid, match="a link or a device"):
        read_collection(source)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x1f\x8bnot a tar", b"hello"])
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    for source in (tmp_path / "x.zip", tmp_path / "missing", tmp_path):
        with pytest.raises(Invalid):
            import_companies(source, "datenanfragen", tmp_path / "own")


TABLE = (
    "\ufeffName;E-Mail;Address;Website\r\n"
    'Exempla AG;info@exempla.example;"Weg 1|8000 Zürich|Schweiz";https://exempla.example\r\n'
    "Schlecht GmbH;no-address;;\r\n"
    ";leer@exempla.example;;\r\n"
    "Zu viele;a@exempla.example;;;;\r\n"
    "Δοκιμή;test@exempla.example;;\r\n"
)


def test_a_table_of_companies(dsar: Dsar, home: Path) -> None:
    (home / "mine.csv").write_text(TABLE, encoding="utf-8")
    done = dsar("company", "import", "mine.csv", "--format", "csv", "--json")
    assert done.code == 3 and done.json["imported"] == 2
    assert [s["source"] for s in done.json["skipped"]] == [
        f"mine.csv:{line}:1" for line in (3, 4, 5)
    ]
    shown = dsar("company", "show", "exempla-ag", "--json").json
    assert shown["country"] == "CH" and shown["provenance"]["collection"] == "mine.csv"
    assert dsar("company", "show", "Δοκιμή").code == 0
    (home / "bad.csv").write_text("name,owner\nx,y\n", encoding="utf-8")
    assert "'owner' is not known" in dsar("company", "import", "bad.csv", "--format", "csv").err
    (home / "bad.csv").write_text('name\n"open\n', encoding="utf-8")
    assert dsar("company", "import", "bad.csv", "--format", "csv").code == 3


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Deutschland", "DE"), ("United States of America", "US"), ("The Netherlands", "NL"),
        ("España", "ES"), ("Österreich", "AT"), ("Schweiz", "CH"), ("Danmark", "DK"),
        ("Hyères", ""),
    ],
)  # fmt: skip
def test_the_country_in_an_address(line: str, code: str) -> None:
    assert country_code(line) == code
