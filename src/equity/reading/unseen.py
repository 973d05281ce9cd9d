"""What calamine does not tell of a sheet: rows and columns that are hidden or filtered away, formulas without a result."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

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
CONTENT = "content.xml"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
UNSEEN = ("collapse", "filter")  # hidden by hand, by a filter
MOST_REPEATED = 2_000  # blank rows and columns down to the end of the sheet are one element


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


def read_unseen_opendocument(path: Path, sheet: str) -> Unseen:
    """Of the sheet with that name, read piece by piece; rows are kept in memory one at a time."""
    unseen, name, row, column = Unseen(), "", 0, 0
    with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as file:
        for event, element in ET.iterparse(file, ("start", "end")):
            if event == "start":
                if element.tag == f"{TABLE}table":
                    name, row, column = element.get(f"{TABLE}name", ""), 0, 0
                continue
            if element.tag == f"{TABLE}table-row":
                n = int(element.get(f"{TABLE}number-rows-repeated", "1"))
                if name == sheet and element.get(f"{TABLE}visibility") in UNSEEN:
                    unseen.rows += range(row + 1, row + 1 + min(n, MOST_REPEATED))
                row += n
                element.clear()
            elif element.tag == f"{TABLE}table-column":
                n = int(element.get(f"{TABLE}number-columns-repeated", "1"))
                if name == sheet and element.get(f"{TABLE}visibility") in UNSEEN:
                    unseen.columns += range(column, column + min(n, MOST_REPEATED))
                column += n
            elif element.tag == f"{TABLE}table":
                element.clear()
    return unseen
