"""What a reader sees in an office file, as text: the part of it that a seal protects."""

import hashlib
import re
from collections.abc import Iterator, Mapping

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NUMBER = re.compile(r"(\d+)")


def content_digest(parts: Mapping[str, bytes], kind: str) -> str:
    """SHA-256 over the visible content of a docx, pptx or xlsx given as its parts."""
    reader = {"docx": _docx, "pptx": _pptx, "xlsx": _xlsx}[kind]
    digest = hashlib.sha256()
    for line in reader(parts):
        digest.update(line.encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()


def parse(body: bytes) -> etree._Element:
    """XML without entities or network: the file may come from anywhere."""
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _docx(parts: Mapping[str, bytes]) -> Iterator[str]:
    for paragraph in parse(parts["word/document.xml"]).iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if text.strip():
            yield text


def _pptx(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in _ordered(parts, r"ppt/slides/slide\d+\.xml"):
        for paragraph in parse(parts[name]).iter(f"{A}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{A}t"))
            if text.strip():
                yield text
    # charts are renumbered on saving: sorted, so that order does not matter
    yield from sorted(
        "|".join(_chart_values(parts[name])) for name in _ordered(parts, r"ppt/charts/chart\d+\.xml")
    )


def _chart_values(body: bytes) -> Iterator[str]:
    for value in parse(body).iter(f"{C}v"):
        yield _tidy(value.text or "")


def _xlsx(parts: Mapping[str, bytes]) -> Iterator[str]:
    shared = []
    if "xl/sharedStrings.xml" in parts:
        shared = [
            "".join(t.text or "" for t in item.iter(f"{S}t"))
            for item in parse(parts["xl/sharedStrings.xml"]).iter(f"{S}si")
        ]
    for name in _ordered(parts, r"xl/worksheets/sheet\d+\.xml"):
        for cell in parse(parts[name]).iter(f"{S}c"):
            value = cell.find(f"{S}v")
            inline = "".join(t.text or "" for t in cell.iter(f"{S}t"))
            shown = inline if value is None else (value.text or "")
            if cell.get("t") == "s" and shown:
                shown = shared[int(shown)]
            if shown:
                yield f"{cell.get('r')}={_tidy(shown)}"


def _tidy(text: str) -> str:
    """Office programs write the last digits of a number their own way: twelve digits are compared."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _ordered(parts: Mapping[str, bytes], pattern: str) -> list[str]:
    names = [name for name in parts if re.fullmatch(pattern, name)]
    return sorted(names, key=lambda n: [int(p) if p.isdigit() else p for p in _NUMBER.split(n)])
