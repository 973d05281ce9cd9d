"""What calamine does not tell of an XLSX sheet: rows and columns that are hidden, formulas that have no result."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHUNK = 1 << 22
HIDDEN_ROW = re.compile(rb'<row\s(?=[^>]*(?:\bhidden="(?:1|true)"|\bht="0(?:\.0+)?"))[^>]*?\br="(\d+)"')
COLUMNS = re.compile(rb"<col\s[^>]*>")
FORMULA = re.compile(
    rb'<c\s[^>]*?\br="([A-Z]+)\d+"[^>]*><f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
ERROR = re.compile(
    rb'<c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<f\b(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*<v>([^<]*)</v>'
)
ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')


@dataclass
class Unseen:
    """``rows`` are 1-based, ``columns`` 0-based; ``formulas``: column → cells with a formula and no result; ``errors``: row and
    column → what the cell shows, such as #VALUE!."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    formulas: Counter[int] = field(default_factory=Counter)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)


def read_unseen(path: Path, sheet: str) -> Unseen:
    """Of the sheet with that name."""
    unseen = Unseen()
    with zipfile.ZipFile(path) as archive:
        member = _member(archive, sheet)
        if not member:
            return unseen
        for text in _pieces(archive, member):
            for tag in COLUMNS.findall(text):
                about = dict(ATTRIBUTE.findall(tag))
                if about.get(b"hidden") in (b"1", b"true") or float(about.get(b"width", b"9")) == 0:
                    first, last = (int(about[k]) for k in (b"min", b"max"))
                    unseen.columns += range(first - 1, min(last, first + 500))
            unseen.rows += [int(number) for number in HIDDEN_ROW.findall(text)]
            for name, row, shown in ERROR.findall(text):
                unseen.errors.setdefault(int(row), {})[_column(name)] = shown.decode("utf-8", "replace")
            unseen.formulas.update(_column(name) for name in FORMULA.findall(text))
    unseen.rows = sorted(set(unseen.rows))
    return unseen


def _member(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet, by the relations of the workbook."""
    try:
        book = archive.read("xl/workbook.xml")
        relations = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return ""
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", relations):
        about = dict(ATTRIBUTE.findall(tag))
        targets[about.get(b"Id")] = about.get(b"Target", b"").decode()
    for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book):
        about = {k.split(b":")[-1]: v for k, v in re.findall(rb'([\w:]+)="([^"]*)"', tag)}
        if _plain(about.get(b"name", b"")) == sheet:
            target = targets.get(about.get(b"id"), "").lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    return ""


def _plain(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, sign)
    return text


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The text in pieces that end behind a row, so that no tag is cut or seen twice."""
    with archive.open(member) as file:
        rest = b""
        while piece := file.read(CHUNK):
            text = rest + piece
            end = text.rfind(b"</row>") + len(b"</row>")
            if end < len(b"</row>"):
                rest = text
                continue
            yield text[:end]
            rest = text[end:]
        yield rest


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number - 1
