"""The first lines of a text file that could not be read as a table, for the eyes of the one who sent it."""

import codecs
import re
from pathlib import Path

HEAD_BYTES = 16 * 1024
SHOWN_LINES = 15
LONGEST = 200
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
OTHER_FORMATS = (b"%PDF", b"PK", b"{", b"<")


def first_lines(path: Path, encoding: str = "") -> list[str]:
    """Its first lines under ``encoding`` (UTF-8, else GB18030), bytes that do not fit replaced; empty for what
    is no delimited text, so that neither encoding nor delimiter would help."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.lstrip().startswith(OTHER_FORMATS):
        return []
    text = head.decode(encoding or _likely(head), "replace")
    if NO_TEXT.search(text):
        return []
    return [line[:LONGEST] for line in text.splitlines()[:SHOWN_LINES]]


def _likely(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut off
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"
