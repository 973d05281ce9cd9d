"""A corpus of files that must come to nothing: each with a name, its bytes, and words its message must
hold."""

from __future__ import annotations

import io
import struct
import zipfile

import xlsxwriter

CONTENT = "xl/worksheets/sheet1.xml"


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("表")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return out.getvalue()


REGISTER: list[list[object]] = [
    ["名称", "区县", "经度", "纬度", "在校生数"],
    ["第一小学", "官渡区", 102.7436, 25.0161, 800],
]


def rezipped(original: bytes, changes: dict[str, bytes], *, add: dict[str, bytes] | None = None) -> bytes:
    """The archive with the content of some members replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, changes.get(name, source.read(name)))
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def oddly_compressed() -> bytes:
    """A member that says it is packed by a method that nobody here has (98: PPMd)."""
    content = bytearray(zipped({"a.shp": b"x" * 100}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.find(mark) + at] = 98
    return bytes(content)


def lying_zip() -> bytes:
    """A bomb whose directory says it is small."""
    content = bytearray(zipped({"xl/workbook.xml": b"", "bomb.bin": b"\0" * 40_000_000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def entities() -> bytes:
    sheet = zipfile.ZipFile(io.BytesIO(workbook(REGISTER))).read(CONTENT).decode()
    declared = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    return rezipped(
        workbook(REGISTER), {CONTENT: sheet.replace("<worksheet", declared + "<worksheet", 1).encode()}
    )


def far_cell() -> bytes:
    """Two cells that span 16,384 columns × 1,048,576 rows: naively 400 GB."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    )
    sheet = f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return rezipped(workbook(REGISTER), {CONTENT: sheet.encode()})


def csv_text(*lines: str) -> bytes:
    return ("\n".join(("名称,区县,经度,纬度,在校生数", *lines)) + "\n").encode()


GOOD_LINE = "第一小学,官渡区,102.7436,25.0161,800"

# name → (content, words of the English message)
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "pdf as xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "an image"),
    "rar": (b"Rar!\x1a\x07\x00" + b"x" * 100, "RAR"),
    "program": (b"MZ\x90\x00" + b"\0" * 200, "program"),
    "html as xls": (b"<html><p>no table</p></html>", "web page"),
    "kml with entities": (
        b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
        "XML",
    ),
    "null bytes": (csv_text(GOOD_LINE).replace(b"800", b"8\x0000"), "null bytes"),
    "random bytes": (bytes((i * 73 + i * i) % 251 + 1 for i in range(4000)), ""),
    "truncated xlsx": (workbook(REGISTER)[:-400], "damaged"),
    "half xlsx": (workbook(REGISTER)[: len(workbook(REGISTER)) // 2], "damaged"),
    "xlsx with entity bomb": (entities(), "XML entities"),
    "zip bomb": (zipped({"xl/workbook.xml": b"", CONTENT: b"\0" * 60_000_000}), "zip bomb"),
    "zip bomb that lies": (lying_zip(), ""),
    "path traversal": (zipped({"../../etc/cron.d/x.shp": b"x", "a.shp": b"x"}), "outside"),
    "absolute path": (zipped({"/etc/x.shp": b"x"}), "outside"),
    "windows path": (zipped({"..\\..\\x.shp": b"x"}), "outside"),
    "zip packed by another method": (oddly_compressed(), "unusual way"),
    "zip without table": (zipped({"readme.md": b"hello"}), "no table"),
    "two shapefiles": (zipped({"a.shp": b"x", "b.shp": b"x"}), "one .shp"),
    "shapefile without dbf": (zipped({"a.shp": b"\0\0\x27\x0a" + b"\0" * 96}), "lacks"),
    "shapefile that is none": (zipped({"a.shp": b"abc", "a.shx": b"abc", "a.dbf": b"abc"}), "damaged"),
    "16,384 columns csv": (("名称,区县," + ",".join("x" * 16_384)).encode(), "columns"),
    "16,384 columns xlsx": (workbook([["名称", *("x" for _ in range(16_383))]]), "columns"),
    "10 MB cell": (csv_text('"' + "长" * 3_500_000 + '",官渡区,102.7,25.0,1'), ""),
    "unpaired quotation mark": (
        csv_text(GOOD_LINE, '"第二小学,官渡区,102.7,25.0,1', *[GOOD_LINE] * 50),
        "quotation mark",
    ),
    "truncated geojson": (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geo',
        "breaks off",
    ),
    "json without records": (b'{"hello": "world"}', "no list of records"),
    "vrt in json clothes": (
        b'{}<OGRVRTDataSource><OGRVRTLayer name="p"><SrcDataSource>/etc/passwd</SrcDataSource>'
        b"</OGRVRTLayer></OGRVRTDataSource>",
        "",
    ),
    "truncated parquet": (b"PAR1" + b"\0" * 60, "cannot be read"),
    "truncated gpkg": (b"SQLite format 3\0" + b"\0" * 100, "cannot be read"),
    "truncated xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be opened"),
    "no header": (b"1,2,3\n4,5,6\n", "header"),
    "header only": (csv_text(), "no rows"),
}
