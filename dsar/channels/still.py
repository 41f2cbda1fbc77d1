"""Foreign PDF files made still: what a page could do by itself does not go to an authority."""

from __future__ import annotations

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

# Following a link is the reader's own act; scripts, programs and forms sent are not.
_HARMLESS = ("/URI", "/GoTo")
_ACTIONS = ("/AA", "/OpenAction")


def still_page(page: PageObject) -> None:
    """Take from *page* every action but links; what it shows stays as it is."""
    _drop(page, *_ACTIONS)
    notes = _object(page.get("/Annots"))
    for entry in notes if isinstance(notes, ArrayObject) else ():
        note = _object(entry)
        if not isinstance(note, DictionaryObject):
            continue
        _drop(note, *_ACTIONS)
        action = _object(note.get("/A"))
        if not isinstance(action, DictionaryObject) or action.get("/S") not in _HARMLESS:
            _drop(note, "/A")


def still_document(root: DictionaryObject) -> None:
    """Take from the catalogue *root* what runs on opening, and hidden files."""
    _drop(root, *_ACTIONS)
    names = _object(root.get("/Names"))
    if isinstance(names, DictionaryObject):
        _drop(names, "/JavaScript", "/EmbeddedFiles")
    form = _object(root.get("/AcroForm"))
    if isinstance(form, DictionaryObject):
        _drop(form, "/XFA")


def _drop(owner: DictionaryObject, *keys: str) -> None:
    for key in keys:
        owner.pop(NameObject(key), None)


def _object(value: PdfObject | None) -> PdfObject | None:
    return value.get_object() if value is not None else None
