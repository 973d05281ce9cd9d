"""Tables that web systems call .xls: HTML, the XML of Excel 2003, and web archives (MHTML). KML as well."""

import email
import email.policy
import re
from pathlib import Path
from typing import Any

from lxml import etree, html

from equity.reading.encoding import detect_encoding
from equity.reading.layout import header_score
from equity.reading.raw import About, GridBuilder, Progress, RawTable
from equity.say import texts_of

TEXTS = texts_of(__name__)

MAX_BYTES = 128 * 1024 * 1024  # as a tree it takes ten times that
SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
HEADER_ROWS = 40
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MHTML = re.compile(rb"^(MIME-Version|From|Content-Type):.*", re.IGNORECASE)


def is_mhtml(head: bytes) -> bool:
    return MHTML.match(head) is not None and b"multipart/related" in head.lower()


def read_web_table(path: Path, *, sheet: str = "", progress: Progress = None) -> RawTable:
    """The table that looks most like a register; ``sheet`` names another.

    Raises :class:`UserError` where there is none, or the file is too large to be read as a tree.
    """
    if path.stat().st_size > MAX_BYTES:
        raise TEXTS.user_error("too_large")
    content = path.read_bytes()
    if is_mhtml(content[:4096]):
        content = _page_of(content)
    if b"{http://www.opengis.net/kml" in content[:2000] or re.search(rb"<kml[\s>]", content[:2000]):
        tables = [_kml(content)]
        about = About("kml", has_header=True, crs="KML (WGS 84)", datum="wgs84")
        about.note(TEXTS.kml)
    elif re.search(rb"<(\w+:)?workbook[\s>]", content[:8192], re.IGNORECASE):
        tables, about = _workbook(content), About("xls")
        about.note(TEXTS.excel_2003)
    else:
        tables, about = _pages(content, path), About("xls")
        about.note(TEXTS.html)
    tables = [t for t in tables if t.rows]
    if not tables:
        raise TEXTS.user_error("no_table")
    about.sheets = [t.name for t in tables]
    if sheet and sheet not in about.sheets:
        raise TEXTS.user_error("no_such_table", sheet=sheet, known=about.sheets)
    best = next((t for t in tables if t.name == sheet), None) or max(tables, key=lambda t: t.score)
    about.sheet, about.merged, about.hidden_rows = best.name, best.merged, best.hidden
    builder = GridBuilder(progress, len(best.rows))
    for number, cells in sorted(best.rows.items()):
        if any(cells):
            builder.add(number, cells)
    return builder.finish(about)


class Grid:
    """Rows of text by number (from 1), with merged ranges and hidden rows as :class:`About` has them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[int, list[str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []

    @property
    def score(self) -> float:
        head = [self.rows[n] for n in sorted(self.rows)[:HEADER_ROWS]]
        return max(map(header_score, head), default=0.0) + min(len(self.rows), 1000) / 1e5

    def put(self, row: int, column: int, text: str, across: int, down: int) -> None:
        cells = self.rows.setdefault(row, [])
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
        if across > 1 or down > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))


def _pages(content: bytes, path: Path) -> list[Grid]:
    text = content.decode(_declared(content) or detect_encoding(path)[0], "replace")
    try:  # the parser does not know every encoding by its name
        tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:  # a page of nothing
        return []
    tables = [t for t in tree.iter("table") if not t.xpath(".//table")]
    return [_html_table(table, f"表{number}") for number, table in enumerate(tables, start=1)]


def _html_table(table: Any, name: str) -> Grid:
    grid, taken = Grid(name), set()
    for row, line in enumerate(table.iter("tr"), start=1):
        column = 0
        if HIDDEN.search(line.get("style", "")) or line.get("hidden") is not None:
            grid.hidden.append(row)
        for cell in (c for c in line if c.tag in ("td", "th")):
            while (row, column) in taken:
                column += 1
            across, down = (_span(cell.get(k)) for k in ("colspan", "rowspan"))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            grid.put(row, column, " ".join(cell.text_content().split()), across, down)
            column += across
    return grid


def _workbook(content: bytes) -> list[Grid]:
    tree = etree.fromstring(
        content.lstrip(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )
    grids: list[Grid] = []
    for sheet in tree.iter(f"{SHEET}Worksheet"):
        grid, row = Grid(sheet.get(f"{SHEET}Name") or f"表{len(grids) + 1}"), 0
        for line in sheet.iter(f"{SHEET}Row"):
            row = int(line.get(f"{SHEET}Index") or row + 1)
            if line.get(f"{SHEET}Hidden") == "1":
                grid.hidden.append(row)
            column = -1
            for cell in line.iter(f"{SHEET}Cell"):
                column = int(cell.get(f"{SHEET}Index") or column + 2) - 1
                across, down = (int(cell.get(f"{SHEET}{k}") or 0) + 1 for k in ("MergeAcross", "MergeDown"))
                data = cell.find(f"{SHEET}Data")
                grid.put(
                    row, column, "".join(data.itertext()).strip() if data is not None else "", across, down
                )
                column += across - 1
        grids.append(grid)
    return grids


def _kml(content: bytes) -> Grid:
    """A row for each placemark: its name, what it says more, and its first point."""
    tree = etree.fromstring(
        content.lstrip(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )
    rows: list[dict[str, str]] = []
    for place in tree.iter("{*}Placemark"):
        row = {"name": _said(place.find("{*}name")), "description": _said(place.find("{*}description"))}
        for data in (*place.iter("{*}SimpleData"), *place.iter("{*}Data")):
            row[data.get("name") or "data"] = _said(data)
        row["坐标"] = next(
            (
                ",".join(c.text.split()[0].split(",")[:2])
                for c in place.iter("{*}coordinates")
                if c.text and c.text.split()
            ),
            "",
        )
        rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row if any(r.get(name) for r in rows)))
    grid = Grid("KML")
    if rows:
        grid.rows = {1: names} | {n: [row.get(k, "") for k in names] for n, row in enumerate(rows, start=2)}
    return grid


def _said(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _page_of(content: bytes) -> bytes:
    message = email.message_from_bytes(content, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    found = [bytes(part.get_payload(decode=True) or b"") for part in pages]
    return max(found, key=lambda page: page.lower().count(b"<td"), default=b"<html/>")


def _declared(content: bytes) -> str:
    found = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    name = found[1].decode("ascii").lower() if found else ""
    name = "gb18030" if name in ("gb2312", "gbk") else name
    try:
        content.decode(name or "ascii")
    except (LookupError, UnicodeDecodeError):
        return ""
    return name


def _span(value: str | None) -> int:
    return max(1, min(int(value), 1000)) if value and value.strip().isdecimal() else 1
