"""Where a table begins: the header row (of one or two tiers) below title rows, found by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from equity.errors import UserError
from equity.intake.words import known_headers, plain

NUMERIC = re.compile(r"^[-+]?[\d.,,%]+$")
KNOWN_WEIGHT = 3.0


@dataclass(frozen=True)
class Layout:
    """The header: row numbers it occupies, one name per column ("" for an empty one), and why it was
    chosen."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def last_row(self) -> int:
        return max(self.rows, default=0)


def header_score(cells: list[str]) -> float:
    """How much a row looks like a header: known words count most, numbers and long texts against it."""
    filled = [c.strip() for c in cells if c.strip()]
    if not filled:
        return 0.0
    known = sum(plain(c) in known_headers() for c in filled)
    numbers = sum(bool(NUMERIC.match(c)) for c in filled)
    long = sum(len(c) > 30 for c in filled)
    variety = len(set(filled)) / len(filled)
    return KNOWN_WEIGHT * known + 0.5 * len(filled) * variety - 2.0 * numbers - 2.0 * long


def find_layout(
    head: list[list[str]], numbers: list[int], merged: list[tuple[int, int, int, int]], *, row: int = 0
) -> Layout:
    """The header among the first rows ``head`` with row ``numbers``; ``row`` fixes it by number.

    Raises :class:`UserError` where no row looks like a header.
    """
    if row:
        if row not in numbers:
            raise UserError(
                f"第 {row} 行不在文件开头的非空行里。", f"row {row} is not among the first rows with content."
            )
        start = numbers.index(row)
        notes = [(f"表头在第 {row} 行：由您指定", f"header in row {row}: chosen by you")]
    else:
        scores = [header_score(cells) for cells in head]
        if not scores or max(scores) < KNOWN_WEIGHT:
            raise UserError(
                "找不到表头；请确认有一行是列名（如 名称、区县、经度、纬度），或指定表头行号。",
                "no header row found; make sure one row holds column names (name, district, lon, lat), "
                "or give its number.",
            )
        start = scores.index(max(scores))
        found = [c.strip() for c in head[start] if plain(c) in known_headers()]
        notes = [
            (
                f"表头在第 {numbers[start]} 行：认得列名 {'、'.join(found[:5])}",
                f"header in row {numbers[start]}: known names {', '.join(found[:5])}",
            )
        ]
        if start:
            notes.append((f"上方 {start} 行是标题，不读", f"{start} title rows above are not read"))
    names, rows = [c.strip() for c in head[start]], [numbers[start]]
    if _has_second_tier(head, numbers, start, merged):
        lower = [c.strip() for c in head[start + 1]]
        names = [low or up for up, low in zip(_spread(names, numbers[start], merged), lower, strict=True)]
        rows.append(numbers[start + 1])
        notes.append(("表头有两行，取下面一行的列名", "the header has two rows; the lower names count"))
    return Layout(tuple(rows), tuple(n.replace("\n", "") for n in names), tuple(notes))


def _has_second_tier(
    head: list[list[str]], numbers: list[int], start: int, merged: list[tuple[int, int, int, int]]
) -> bool:
    """A second tier has known names, no numbers, and stands below a cell that is merged across or left
    empty."""
    if start + 1 >= len(head):
        return False
    lower = [c.strip() for c in head[start + 1] if c.strip()]
    if not any(plain(c) in known_headers() for c in lower) or any(NUMERIC.match(c) for c in lower):
        return False
    across = any(top == numbers[start] == bottom and right > left for top, left, bottom, right in merged)
    gaps = any(not up.strip() and low.strip() for up, low in zip(head[start], head[start + 1], strict=True))
    return across or gaps


def _spread(names: list[str], row: int, merged: list[tuple[int, int, int, int]]) -> list[str]:
    out = list(names)
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left < len(out):
            for i in range(left, min(right + 1, len(out))):
                out[i] = out[i] or names[left]
    return out
