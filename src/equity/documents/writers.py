"""All formats by name: which files a snapshot becomes in each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from equity.documents.archives import write_zip
from equity.documents.csv_files import write_csvs
from equity.documents.docx import write_docx
from equity.documents.gis import write_geojson, write_gpkg
from equity.documents.images import write_pngs, write_svgs
from equity.documents.pdf import write_pdf
from equity.documents.pptx import write_pptx
from equity.documents.xlsx import write_xlsx
from equity.say import Label, texts_of
from equity.views.model import Report

TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Format:
    """``write`` gives file endings and their bytes: ``{".pdf": b"…"}`` or, for several files, ``{"-map.svg": …}``."""

    name: str
    label: Label
    mime: str
    write: Callable[[Report], Mapping[str, bytes]]


def _single(suffix: str, write: Callable[[Report], bytes]) -> Callable[[Report], Mapping[str, bytes]]:
    return lambda report: {suffix: write(report)}


def _several(write: Callable[[Report], Mapping[str, bytes]]) -> Callable[[Report], Mapping[str, bytes]]:
    return lambda report: {f"-{name}": body for name, body in write(report).items()}


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("pdf", Label("PDF 简报", "PDF briefing"), "application/pdf", _single(".pdf", write_pdf)),
        Format(
            "docx",
            Label("Word 文档", "Word document"),
            f"{_OFFICE}wordprocessingml.document",
            _single(".docx", write_docx),
        ),
        Format(
            "pptx",
            Label("PowerPoint 演示", "PowerPoint slides"),
            f"{_OFFICE}presentationml.presentation",
            _single(".pptx", write_pptx),
        ),
        Format(
            "xlsx",
            Label("Excel 工作簿", "Excel workbook"),
            f"{_OFFICE}spreadsheetml.sheet",
            _single(".xlsx", write_xlsx),
        ),
        Format("svg", Label("矢量图 SVG", "SVG figures"), "image/svg+xml", _several(write_svgs)),
        Format(
            "png", Label("图片 PNG（300 dpi）", "PNG figures (300 dpi)"), "image/png", _several(write_pngs)
        ),
        Format(
            "geojson", Label("GeoJSON", "GeoJSON"), "application/geo+json", _single(".geojson", write_geojson)
        ),
        Format(
            "gpkg",
            Label("GeoPackage", "GeoPackage"),
            "application/geopackage+sqlite3",
            _single(".gpkg", write_gpkg),
        ),
        Format("csv", Label("CSV 数据", "CSV data"), "text/csv", _several(write_csvs)),
    )
}
ZIP = Format(
    "zip", Label("全部格式（ZIP）", "All formats (ZIP)"), "application/zip", lambda s: {".zip": bundle(s)}
)
NAMES = (*FORMATS, ZIP.name)


def check_formats(names: tuple[str, ...]) -> None:
    """Raise :class:`UserError` that lists the formats there are."""
    unknown = [n for n in names if n not in NAMES]
    if unknown or not names:
        raise TEXTS.user_error("no_format", given=unknown[0][:20] if unknown else "", known=NAMES)


def write_format(report: Report, name: str) -> dict[str, bytes]:
    """Files of one format by file name, ``<zone>-zh-<id>.pdf`` and the like."""
    check_formats((name,))
    stem = file_stem(report)
    chosen = ZIP if name == ZIP.name else FORMATS[name]
    return {f"{stem}{suffix}": body for suffix, body in chosen.write(report).items()}


def file_stem(report: Report) -> str:
    return f"{report.zone}-{report.lang}-{report.id}"


def bundle(report: Report, names: tuple[str, ...] = tuple(FORMATS)) -> bytes:
    """A zip of the formats ``names``, one folder each where a format has several files."""
    return bundle_of(report, {name: write_format(report, name) for name in names})


def bundle_of(report: Report, made: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """The same from files already written."""
    stem = file_stem(report)
    members = {}
    for name, files in made.items():
        for file, body in files.items():
            members[f"{name}/{file.removeprefix(stem).lstrip('-')}" if len(files) > 1 else file] = body
    return write_zip(members)
