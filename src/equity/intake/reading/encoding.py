"""The encoding of a text file, with the reason: byte order mark, valid UTF-8, GB18030, else what
charset-normalizer finds."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from equity.errors import UserError

HEAD_BYTES = 64 * 1024
CHUNK_BYTES = 1024 * 1024
ALLOWED = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5")
Reason = tuple[str, str]


def detect_encoding(path: Path) -> tuple[str, Reason]:
    """(encoding, (zh, en) reason) of a text file. Raises :class:`UserError` for binary content."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", ("编码 UTF-8：文件开头有 BOM", "encoding UTF-8: the file starts with a BOM")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ("编码 UTF-16：文件开头有 BOM", "encoding UTF-16: the file starts with a BOM")
    if b"\0" in head:
        return _without_bom(path, head)
    if decodes(path, "utf-8"):
        return "utf-8", ("编码 UTF-8：全部字节有效", "encoding UTF-8: every byte is valid")
    if decodes(path, "gb18030") and (share := chinese_share(head)) > 0.8:
        return "gb18030", (
            f"编码 GB18030（GBK）：全部字节有效，{share:.0%} 的汉字为常用字",
            f"encoding GB18030 (GBK): every byte is valid, {share:.0%} of the characters are common Chinese",
        )
    best = from_bytes(head).best()
    if best is not None and decodes(path, best.encoding):
        return best.encoding, (
            f"编码 {best.encoding}：由 charset-normalizer 判断，请核对文字是否正常",
            f"encoding {best.encoding}: found by charset-normalizer; check that the text reads well",
        )
    raise UserError(
        "无法识别文字编码，可能不是文本表格；请在 Excel 中另存为“CSV UTF-8”或 .xlsx。",
        "the text encoding cannot be told, it may be no text table; save it as “CSV UTF-8” or .xlsx.",
    )


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
    """Share of the non-ASCII characters that GB2312 knows: near 1 for Chinese text, low for other
    encodings."""
    text = head.decode("gb18030", errors="ignore")
    beyond = [c for c in text if ord(c) > 127]
    if not beyond:
        return 1.0
    return sum(bool(c.encode("gb2312", "ignore")) for c in beyond) / len(beyond)


def _without_bom(path: Path, head: bytes) -> tuple[str, Reason]:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for encoding, more, less in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if more > 20 * less and more * 20 > len(head) and decodes(path, encoding):
            name = encoding.upper()
            return encoding, (
                f"编码 {name}：无 BOM，按空字节的位置判断",
                f"encoding {name}: no BOM, told by where the null bytes are",
            )
    raise UserError(
        "文件里有空字节，已损坏或不是表格；请重新导出。",
        "the file holds null bytes: it is damaged or no table; export it again.",
    )
