"""Text for spreadsheets: what one would run as a formula is written so that it does not (OWASP: CSV injection)."""

import re

BOM = "\ufeff"  # without it Excel reads UTF-8 as the system's code page and garbles Chinese
BLANKS = ("\t", "\r", "\n")
STARTERS = (*BLANKS, "=", "+", "-", "@", "＝", "＋", "－", "＠")  # Excel takes the wide ones too
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


def harmless(text: str, *, numbers_stay: bool = True) -> str:
    """The text, with an apostrophe in front where it would start a formula; a plain number may stay one."""
    if numbers_stay and NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.startswith(BLANKS) or text.lstrip().startswith(STARTERS) else text
