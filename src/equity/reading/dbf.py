"""The attribute table of a Shapefile: its encoding, and texts that its exporter cut in mid-character."""

from pathlib import Path

SHAPE_MAGIC = b"\x00\x00\x27\x0a"  # of the geometry beside it
NAME_BYTES, RECORD = 11, 32
HEADS = (b"\x03", b"\x30", b"\x31", b"\x83", b"\x8b", b"\xf5")


def is_dbf(head: bytes) -> bool:
    """Whether these are the first bytes of a dBASE table."""
    if len(head) < 68 or not head.startswith(HEADS):
        return False
    year, month, day = head[1:4]
    length = int.from_bytes(head[8:10], "little")
    return (
        1 <= month <= 12
        and 1 <= day <= 31
        and year <= 200
        and length > RECORD
        and length % RECORD in (0, 1, 8, 9)
    )


def dbf_encoding(content: bytes) -> str:
    """UTF-8 or GB18030, by the texts of the table; its header is binary. Names cut off in mid-character are forgiven."""
    header = int.from_bytes(content[8:10], "little")
    names = b" ".join(content[at : at + NAME_BYTES].split(b"\0")[0] for at in _fields(content, header))
    text = (names + content[header:]).decode("utf-8", "replace")
    beyond = sum(ord(c) > 127 for c in text)
    return "UTF-8" if text.count("\ufffd") <= 0.05 * beyond else "GB18030"


def mend_dbf(path: Path, encoding: str) -> bool:
    """Take broken characters off the ends of names and values, in place; whether a name may have lost its end.

    A name has ten bytes, a value the width of its column: Chinese texts are cut wherever that falls.
    """
    content = bytearray(path.read_bytes())
    header = int.from_bytes(content[8:10], "little")
    width = int.from_bytes(content[10:12], "little")
    long, at_value = False, 1
    for at in _fields(content, header):
        name = bytes(content[at : at + NAME_BYTES]).split(b"\0")[0]
        whole = _whole(name, encoding)
        long |= len(name) >= NAME_BYTES - 2
        content[at : at + NAME_BYTES] = whole.ljust(NAME_BYTES, b"\0")
        size = content[at + 16]
        if content[at + 11 : at + 12] == b"C":
            _mend_values(content, header + at_value, width, size, encoding)
        at_value += size
    path.write_bytes(content)
    return long


def _mend_values(content: bytearray, start: int, width: int, size: int, encoding: str) -> None:
    for at in range(start, len(content) - size + 1, max(width, 1)):
        value = bytes(content[at : at + size])
        if value and value[-1] > 127:  # full to its end
            content[at : at + size] = _whole(value, encoding).ljust(size)


def _fields(content: bytes | bytearray, header: int) -> list[int]:
    starts = range(RECORD, min(header, len(content)) - RECORD + 1, RECORD)
    end = next((at for at in starts if content[at] == 0x0D), None)
    return [at for at in starts if end is None or at < end]


def _whole(text: bytes, encoding: str) -> bytes:
    """The bytes up to the last whole character."""
    try:
        text.decode(encoding)
    except UnicodeDecodeError as error:
        return text[: error.start] if len(text) - error.start < 4 else text
    return text
