"""What a file really is, by its first bytes: the name is only a name."""

import codecs
import zipfile
from pathlib import Path
from types import ModuleType

from equity.reading import limits
from equity.reading.archives import inspect_archive
from equity.reading.dbf import SHAPE_MAGIC, is_dbf
from equity.reading.delimited import read_delimited
from equity.reading.raw import Progress, RawTable
from equity.reading.records import read_json
from equity.reading.web_table import is_mhtml, read_web_table
from equity.reading.workbook import read_workbook
from equity.say import texts_of

TEXTS = texts_of(__name__)

INSIDE = (
    ".kml",
    ".csv",
    ".txt",
    ".xlsx",
    ".xls",
    ".json",
    ".geojson",
)  # a zip of one such file is read, a KMZ as well
REFUSED = {  # first bytes → what it is, a text
    b"%PDF": "pdf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "seven_zip",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"AC10": "drawing",
    b"MZ": "program",
    b"\x7fELF": "program",
}


def read_file(
    path: Path,
    folder: Path,
    *,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    progress: Progress = None,
) -> RawTable:
    """Read any supported file; ``folder`` is a place for unpacked parts.

    Raises :class:`UserError` (Chinese and English) for everything that cannot be read, saying what to do.
    """
    size = path.stat().st_size
    if not size:
        raise TEXTS.user_error("nothing")
    if size > limits.MAX_FILE_BYTES:
        raise TEXTS.user_error("too_large", mb=size // limits.MB, most=limits.MAX_FILE_BYTES // limits.MB)
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, kind in REFUSED.items():
        if head.startswith(magic):
            raise TEXTS.user_error("refused", kind=TEXTS["kinds"][kind])
    if head.startswith(b"PK"):
        return _read_zip(path, folder, sheet, progress)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return read_workbook(path, "xls", sheet=sheet, progress=progress)
    if head.startswith(b"SQLite format 3\0"):
        return _vector().read_layer(path, "gpkg", layer=sheet)
    if head.startswith(b"PAR1"):
        return _vector().read_parquet(path)
    if head.startswith(SHAPE_MAGIC):
        raise TEXTS.user_error("shp_alone")
    if is_dbf(head):
        return _vector().read_dbf(path, folder)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16", "ignore").encode() if wide else head.removeprefix(codecs.BOM_UTF8)
    text = text.lstrip()
    if text.startswith((b"{", b"[{", b"[[", b"[\n", b"[\r", b"[ ", b"[\t")):
        found = read_json(path, folder, progress)
        return _vector().read_layer(found, "geojson") if isinstance(found, Path) else found
    if text.startswith(b"<") or is_mhtml(text):
        return read_web_table(path, sheet=sheet, progress=progress)
    return read_delimited(path, encoding=encoding, delimiter=delimiter, progress=progress)


def _vector() -> ModuleType:
    """What reads geometry: it brings half a second of libraries, which a table of text need not wait for."""
    from equity.reading import vector

    return vector


def _read_zip(path: Path, folder: Path, sheet: str, progress: Progress) -> RawTable:
    members = inspect_archive(path)
    if any(m.endswith(("xl/workbook.xml", "xl/workbook.bin")) for m in members) or "content.xml" in members:
        return read_workbook(path, "xlsx", sheet=sheet, progress=progress)
    if any(m.lower().endswith(".shp") for m in members):
        return _vector().read_shapefile(path, members, folder)
    single = [m for m in members if not m.endswith("/") and not m.startswith("__MACOSX/")]
    if any(m.endswith("word/document.xml") for m in members):
        raise TEXTS.user_error("word")
    if len(single) == 1 and single[0].lower().endswith(INSIDE):
        with zipfile.ZipFile(path) as archive:
            inner = folder / "inside"
            inner.write_bytes(archive.read(single[0]))
        return read_file(inner, folder, sheet=sheet, progress=progress)
    if len(tables := [m for m in single if m.lower().endswith(INSIDE)]) > 1:
        raise TEXTS.user_error("several", n=len(tables), names=tables[:3])
    raise TEXTS.user_error("no_table")
