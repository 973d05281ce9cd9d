"""What a file really is, by its first bytes: the name is only a name."""

import codecs
import zipfile
from pathlib import Path

from equity.errors import UserError
from equity.intake import limits
from equity.intake.reading.archives import inspect_archive
from equity.intake.reading.dbf import is_dbf
from equity.intake.reading.delimited import read_delimited
from equity.intake.reading.raw import Progress, RawTable
from equity.intake.reading.records import read_json
from equity.intake.reading.vector import SHAPE_MAGIC, read_dbf, read_layer, read_parquet, read_shapefile
from equity.intake.reading.web_table import is_mhtml, read_web_table
from equity.intake.reading.workbook import read_workbook

INSIDE = (
    ".kml",
    ".csv",
    ".txt",
    ".xlsx",
    ".xls",
    ".json",
    ".geojson",
)  # a zip of one such file is read, a KMZ as well
REFUSED = {
    b"%PDF": ("PDF 文件", "a PDF"),
    b"Rar!": ("RAR 压缩包", "a RAR archive"),
    b"7z\xbc\xaf": ("7z 压缩包", "a 7z archive"),
    b"\x1f\x8b": ("gzip 压缩包", "a gzip archive"),
    b"\x89PNG": ("图片", "an image"),
    b"\xff\xd8\xff": ("图片", "an image"),
    b"GIF8": ("图片", "an image"),
    b"AC10": ("CAD 图纸（DWG）", "a CAD drawing (DWG)"),
    b"MZ": ("程序", "a program"),
    b"\x7fELF": ("程序", "a program"),
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
        raise UserError("文件是空的。", "the file is empty.")
    if size > limits.MAX_FILE_BYTES:
        raise UserError(
            f"文件有 {size // limits.MB} MB，上限 {limits.MAX_FILE_BYTES // limits.MB} MB。",
            f"the file has {size // limits.MB} MB, the limit is {limits.MAX_FILE_BYTES // limits.MB} MB.",
        )
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, (zh, en) in REFUSED.items():
        if head.startswith(magic):
            raise UserError(
                f"这是{zh}，不是表格；请用 Excel、CSV、GeoJSON、GeoPackage、Shapefile（zip）或 Parquet。",
                f"this is {en}, not a table; "
                "use Excel, CSV, GeoJSON, GeoPackage, zipped Shapefile or Parquet.",
            )
    if head.startswith(b"PK"):
        return _read_zip(path, folder, sheet, progress)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return read_workbook(path, "xls", sheet=sheet, progress=progress)
    if head.startswith(b"SQLite format 3\0"):
        return read_layer(path, "gpkg", layer=sheet)
    if head.startswith(b"PAR1"):
        return read_parquet(path)
    if head.startswith(SHAPE_MAGIC):
        raise UserError(
            "这是 Shapefile 的 .shp，只有图形；请把同名的 .shp .shx .dbf .prj 打成一个 zip 再导入。",
            "this is the .shp of a Shapefile, the shapes only; zip it with the .shx, .dbf and .prj of the same name and import that.",
        )
    if is_dbf(head):
        return read_dbf(path, folder)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16", "ignore").encode() if wide else head.removeprefix(codecs.BOM_UTF8)
    text = text.lstrip()
    if text.startswith((b"{", b"[{", b"[[", b"[\n", b"[\r", b"[ ", b"[\t")):
        found = read_json(path, folder, progress)
        return read_layer(found, "geojson") if isinstance(found, Path) else found
    if text.startswith(b"<") or is_mhtml(text):
        return read_web_table(path, sheet=sheet, progress=progress)
    return read_delimited(path, encoding=encoding, delimiter=delimiter, progress=progress)


def _read_zip(path: Path, folder: Path, sheet: str, progress: Progress) -> RawTable:
    members = inspect_archive(path)
    if any(m.endswith(("xl/workbook.xml", "xl/workbook.bin")) for m in members) or "content.xml" in members:
        return read_workbook(path, "xlsx", sheet=sheet, progress=progress)
    if any(m.lower().endswith(".shp") for m in members):
        return read_shapefile(path, members, folder)
    single = [m for m in members if not m.endswith("/") and not m.startswith("__MACOSX/")]
    if any(m.endswith("word/document.xml") for m in members):
        raise UserError(
            "这是 Word 文档；请把里面的表格复制到 Excel，存为 .xlsx 再导入。",
            "this is a Word document; copy its table to Excel, save it as .xlsx and import that.",
        )
    if len(single) == 1 and single[0].lower().endswith(INSIDE):
        with zipfile.ZipFile(path) as archive:
            inner = folder / "inside"
            inner.write_bytes(archive.read(single[0]))
        return read_file(inner, folder, sheet=sheet, progress=progress)
    if len(tables := [m for m in single if m.lower().endswith(INSIDE)]) > 1:
        raise UserError(
            f"压缩包里有 {len(tables)} 个表格（{'、'.join(tables[:3])}…）；请解压后逐个导入，或并成一个。",
            f"the archive holds {len(tables)} tables ({', '.join(tables[:3])} …); unpack it and import them one by one, or as one.",
        )
    raise UserError(
        "压缩包里没有表格；请直接选 Excel/CSV 文件，或把 .shp .shx .dbf .prj 打成一个 zip。",
        "the archive holds no table; choose the Excel or CSV file itself, "
        "or zip .shp .shx .dbf .prj together.",
    )
