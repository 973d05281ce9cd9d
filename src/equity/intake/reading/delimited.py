"""CSV and its relatives: comma, tab, semicolon, bar."""

import csv
from collections import Counter
from itertools import islice
from pathlib import Path

from equity.errors import UserError
from equity.intake import limits
from equity.intake.reading.encoding import ALLOWED, detect_encoding
from equity.intake.reading.raw import About, GridBuilder, Progress, RawTable

DELIMITERS = {
    ",": ("逗号", "comma"),
    "\t": ("制表符", "tab"),
    ";": ("分号", "semicolon"),
    "|": ("竖线", "bar"),
    "，": ("全角逗号", "full-width comma"),
}
SAMPLE_LINES = 200


def read_delimited(
    path: Path, *, encoding: str = "", delimiter: str = "", progress: Progress = None
) -> RawTable:
    """A delimited text file as text cells; a row is a record, so that quoted line breaks do not shift the
    numbers.

    Raises :class:`UserError` for a wrong encoding, an unpaired quotation mark (with the row) and null bytes.
    """
    about = About("csv")
    if encoding:
        if encoding.lower() not in ALLOWED:
            raise UserError(
                f"不支持编码 {encoding}；可选 {'、'.join(ALLOWED)}。",
                f"encoding {encoding} is not offered: {', '.join(ALLOWED)}.",
            )
        about.note(f"编码 {encoding}：由您指定", f"encoding {encoding}: chosen by you")
    else:
        encoding, reason = detect_encoding(path)
        about.note(*reason)
    chosen, delimiter = bool(delimiter), delimiter or detect_delimiter(path, encoding)
    if delimiter not in DELIMITERS:
        raise UserError(
            f"分隔符应为 {'、'.join(zh for zh, _ in DELIMITERS.values())} 之一。",
            f"the delimiter is one of {', '.join(en for _, en in DELIMITERS.values())}.",
        )
    zh, en = DELIMITERS[delimiter]
    about.note(
        f"分隔符：{zh}{'（由您指定）' if chosen else ''}",
        f"delimiter: {en}{' (chosen by you)' if chosen else ''}",
    )
    csv.field_size_limit(limits.MAX_CELL_CHARACTERS * 4)
    builder, number = GridBuilder(progress), 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                if any(cells):
                    builder.add(number, cells)
    except UnicodeDecodeError as error:
        raise UserError(
            f"第 {number + 1} 行附近的字节不是 {encoding}；请核对编码。",
            f"bytes near row {number + 1} are not {encoding}; check the encoding.",
        ) from error
    except csv.Error as error:
        raise UserError(
            f"第 {number + 1} 行无法拆分（{error}）；检查引号是否成对。",
            f"row {number + 1} cannot be split ({error}); check for an unpaired quotation mark.",
        ) from error
    return builder.finish(about)


def detect_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that splits most sample lines into the same number of cells, at least two."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        lines = [line[: limits.MAX_CELL_CHARACTERS] for line in islice(file, SAMPLE_LINES) if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (score := count + width / 1000) > best_score:
                best, best_score = delimiter, score
    return best
