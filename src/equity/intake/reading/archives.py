"""Zip files are looked through before anything opens them: names, sizes as really unpacked, and XML
entities."""

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from equity.errors import UserError
from equity.intake import limits

CHUNK = 1024 * 1024
UNPACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
RATIO_FROM_BYTES = 8 * limits.MB
OVERLAP = 32
DOCTYPES = (b"<!doctype", b"<!entity", "<!doctype".encode("utf-16-le"), "<!entity".encode("utf-16-le"))
XML_ENDINGS = (".xml", ".rels", ".vml", ".kml")


def inspect_archive(path: Path) -> list[str]:
    """Names of the members of a harmless zip file.

    Raises :class:`UserError` for a damaged or encrypted archive, a member that points outside, a zip bomb
    (counted while
    unpacking, not as declared) and XML with entity declarations.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > limits.MAX_ARCHIVE_MEMBERS:
                raise UserError(
                    f"压缩包里有 {len(members)} 个文件，过多。",
                    f"the archive holds {len(members)} files, too many.",
                )
            budget = limits.MAX_ARCHIVE_BYTES
            for member in members:
                _refuse_name(member.filename)
                if member.flag_bits & 1:
                    raise UserError(
                        "文件有密码保护；请去掉密码后再导入。", "the file has a password; remove it first."
                    )
                if member.compress_type not in UNPACKED:
                    raise UserError(
                        "压缩包用了少见的压缩方式；请用普通的 zip 重新压缩。",
                        "the archive is compressed in an unusual way; pack it again as an ordinary zip.",
                    )
                budget -= _unpack_through(archive, member, budget)
            return [m.filename for m in members]
    except UserError:  # a ValueError too
        raise
    # RuntimeError: what zipfile says of kinds of zip that it does not know
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise UserError(
            "文件不完整或已损坏，可能没有下载或复制完；请重新取得。",
            "the file is incomplete or damaged, perhaps not fully copied; get it again.",
        ) from error


def _refuse_name(name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name or "\0" in name:
        raise UserError(
            "压缩包里有指向包外的路径，已拒绝。",
            "the archive holds a path that points outside of it; it was refused.",
        )


def _unpack_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> int:
    """Bytes of the member, unpacked and thrown away."""
    size, tail = 0, b""
    is_xml = member.filename.lower().endswith(XML_ENDINGS)
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            ratio = size / max(member.compress_size, 1)
            if size > budget or (size > RATIO_FROM_BYTES and ratio > limits.MAX_ARCHIVE_RATIO):
                raise UserError(
                    f"压缩包解开后过大（已超过 {size // limits.MB} MB，压缩比 {ratio:.0f}），"
                    "疑似压缩炸弹，已拒绝。",
                    f"the archive unpacks to too much (over {size // limits.MB} MB, ratio {ratio:.0f}): "
                    "refused as a zip bomb.",
                )
            if is_xml:
                window = (tail + chunk).lower()
                if any(mark in window for mark in DOCTYPES):
                    raise UserError(
                        "文件内部含有 XML 实体声明，正常的表格不会有，已拒绝。",
                        "the file declares XML entities, which no ordinary spreadsheet does; it was refused.",
                    )
                tail = chunk[-OVERLAP:]
    return size
