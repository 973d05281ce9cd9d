"""Zip files are looked through before anything opens them: names, sizes as really unpacked, and XML entities."""

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from equity.errors import UserError
from equity.reading import limits
from equity.say import texts_of

TEXTS = texts_of(__name__)

CHUNK = 1024 * 1024
UNPACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
RATIO_FROM_BYTES = 8 * limits.MB
OVERLAP = 32
DOCTYPES = (b"<!doctype", b"<!entity", "<!doctype".encode("utf-16-le"), "<!entity".encode("utf-16-le"))
XML_ENDINGS = (".xml", ".rels", ".vml", ".kml")


def inspect_archive(path: Path) -> list[str]:
    """Names of the members of a harmless zip file.

    Raises :class:`UserError` for a damaged or encrypted archive, a member that points outside, a zip bomb (counted while
    unpacking, not as declared) and XML with entity declarations.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > limits.MAX_ARCHIVE_MEMBERS:
                raise TEXTS.user_error("many_files", n=len(members))
            budget = limits.MAX_ARCHIVE_BYTES
            for member in members:
                _refuse_name(member.filename)
                if member.flag_bits & 1:
                    raise TEXTS.user_error("password")
                if member.compress_type not in UNPACKED:
                    raise TEXTS.user_error("compression")
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
        raise TEXTS.user_error("damaged") from error


def _refuse_name(name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name or "\0" in name:
        raise TEXTS.user_error("outside")


def _unpack_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> int:
    """Bytes of the member, unpacked and thrown away."""
    size, tail = 0, b""
    is_xml = member.filename.lower().endswith(XML_ENDINGS)
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            ratio = size / max(member.compress_size, 1)
            if size > budget or (size > RATIO_FROM_BYTES and ratio > limits.MAX_ARCHIVE_RATIO):
                raise TEXTS.user_error("bomb", mb=size // limits.MB, ratio=ratio)
            if is_xml:
                window = (tail + chunk).lower()
                if any(mark in window for mark in DOCTYPES):
                    raise TEXTS.user_error("entities")
                tail = chunk[-OVERLAP:]
    return size
