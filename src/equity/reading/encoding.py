"""The encoding of a text file, with the reason: byte order mark, valid UTF-8, GB18030, else what charset-normalizer finds."""

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from equity.say import Label, texts_of

TEXTS = texts_of(__name__)
HEAD_BYTES = 64 * 1024
CHUNK_BYTES = 1024 * 1024
ALLOWED = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5")
HEAD_BYTES = 16 * 1024
SHOWN_LINES = 15
LONGEST = 200
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
OTHER_FORMATS = (b"%PDF", b"PK", b"{", b"<")


def detect_encoding(path: Path) -> tuple[str, Label]:
    """(encoding, reason) of a text file. Raises :class:`UserError` for binary content."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", TEXTS.utf8_bom
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", TEXTS.utf16_bom
    if b"\0" in head:
        return _without_bom(path, head)
    if decodes(path, "utf-8"):
        return "utf-8", TEXTS.utf8
    if decodes(path, "gb18030") and (share := chinese_share(head)) > 0.8:
        return "gb18030", TEXTS.gb18030.format(share=share)
    best = from_bytes(head).best()
    if best is not None and decodes(path, best.encoding):
        return best.encoding, TEXTS.detected.format(encoding=best.encoding)
    raise TEXTS.user_error("unknown")


def decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is valid in that encoding; read piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def chinese_share(head: bytes) -> float:
    """Share of the non-ASCII characters that GB2312 knows: near 1 for Chinese text, low for other encodings."""
    text = head.decode("gb18030", errors="ignore")
    beyond = [c for c in text if ord(c) > 127]
    if not beyond:
        return 1.0
    return sum(bool(c.encode("gb2312", "ignore")) for c in beyond) / len(beyond)


def _without_bom(path: Path, head: bytes) -> tuple[str, Label]:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for encoding, more, less in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if more > 20 * less and more * 20 > len(head) and decodes(path, encoding):
            name = encoding.upper()
            return encoding, TEXTS.no_bom.format(name=name)
    raise TEXTS.user_error("null_bytes")


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
