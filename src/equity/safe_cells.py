"""Text for spreadsheets: what one would run as a formula is written so that it does not (OWASP: CSV injection)."""

import csv
import io
import re
from collections.abc import Iterable

BOM = "\ufeff"  # without it Excel reads UTF-8 as the system's code page and garbles Chinese
BLANKS = ("\t", "\r", "\n")
STARTERS = (*BLANKS, "=", "+", "-", "@", "＝", "＋", "－", "＠")  # Excel takes the wide ones too
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


def harmless(text: str, *, numbers_stay: bool = True) -> str:
    """The text, with an apostrophe in front where it would start a formula; a plain number may stay one."""
    if numbers_stay and NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.startswith(BLANKS) or text.lstrip().startswith(STARTERS) else text


def csv_text(header: Iterable[object], rows: Iterable[Iterable[object]], line_end: str = "\r\n") -> str:
    """A CSV file that Excel reads as UTF-8, of cells that are harmless already."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return BOM + out.getvalue()
