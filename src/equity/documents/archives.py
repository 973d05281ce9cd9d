"""Zip files whose bytes depend on their content alone; the seal of office files, which are zip files."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

EPOCH = (1980, 1, 1, 0, 0, 0)
CUSTOM = "docProps/custom.xml"
SEAL_NAMES = ("EquitySnapshot", "EquityContent")
FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that users define
_FORMATS = "http://schemas.openxmlformats.org/"
PROPERTIES, TYPED = (
    f"{_FORMATS}officeDocument/2006/custom-properties",
    f"{_FORMATS}officeDocument/2006/docPropsVTypes",
)
CONTENT_TYPES, RELATIONS = f"{_FORMATS}package/2006/content-types", f"{_FORMATS}package/2006/relationships"
RELATION_TYPE = f"{_FORMATS}officeDocument/2006/relationships/custom-properties"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NUMBER = re.compile(r"(\d+)")


def write_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip with the members in the order given, no dates, no rights of the machine that made it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, 0o644 << 16
            stored = name.endswith((".png", ".zip", ".docx", ".pptx", ".xlsx"))
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, body, compresslevel=6)
    return buffer.getvalue()


def read_zip(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def seal_office(body: bytes, kind: str, snapshot_id: str) -> bytes:
    """The office file with fixed dates and, as custom document properties, the snapshot id and the hash of its content.

    The hash is over what a reader sees (texts, numbers, chart values), so that saving the file in an office program without
    editing it keeps the seal.
    """
    parts = _inner_zips(read_zip(body))
    values = dict(zip(SEAL_NAMES, (snapshot_id, content_digest(parts, kind)), strict=True))
    parts[CUSTOM] = _custom_properties(values)
    parts["[Content_Types].xml"] = _with(
        parts["[Content_Types].xml"],
        CONTENT_TYPES,
        "Override",
        PartName=f"/{CUSTOM}",
        ContentType=CONTENT_TYPE,
    )
    parts["_rels/.rels"] = _with(
        parts["_rels/.rels"], RELATIONS, "Relationship", Id="rIdEquity", Type=RELATION_TYPE, Target=CUSTOM
    )
    return write_zip(parts)


def _custom_properties(values: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{PROPERTIES}}}Properties", nsmap={None: PROPERTIES, "vt": TYPED})
    for number, (name, value) in enumerate(values.items(), start=2):
        entry = etree.SubElement(root, f"{{{PROPERTIES}}}property", fmtid=FMTID, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{TYPED}}}lpwstr").text = value
    return as_part(root)


def _with(body: bytes, namespace: str, name: str, **attributes: str) -> bytes:
    """The part with one more element at its end."""
    root = parse(body)
    etree.SubElement(root, f"{{{namespace}}}{name}", attributes)
    return as_part(root)


def as_part(root: etree._Element) -> bytes:
    """A part of an office file."""
    body: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return body


def _inner_zips(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Workbooks behind the charts of a presentation, written anew without the date of their making."""
    return {
        name: write_zip({k: _undated(k, v) for k, v in read_zip(part).items()})
        if name.startswith("ppt/embeddings/")
        else part
        for name, part in parts.items()
    }


def _undated(name: str, part: bytes) -> bytes:
    """Core properties that state a fixed day: the workbooks behind charts are written by a library that asks the clock."""
    if name != "docProps/core.xml":
        return part
    root = parse(part)
    for stated in root.iter("{*}created", "{*}modified"):
        stated.text = "2000-01-01T00:00:00Z"
    return as_part(root)


def read_seal(parts: Mapping[str, bytes]) -> tuple[str, str] | None:
    """(snapshot id, content hash) that the file states about itself; None where it states none."""
    if CUSTOM not in parts:
        return None
    stated = {node.get("name"): "".join(node.itertext()).strip() for node in parse(parts[CUSTOM])}
    number, digest = stated.get(SEAL_NAMES[0]), stated.get(SEAL_NAMES[1])
    return (number, digest) if number and digest else None


def content_digest(parts: Mapping[str, bytes], kind: str) -> str:
    """SHA-256 over the visible content of a docx, pptx or xlsx given as its parts."""
    reader = {"docx": _docx, "pptx": _pptx, "xlsx": _xlsx}[kind]
    digest = hashlib.sha256()
    for line in reader(parts):
        digest.update(line.encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()


def parse(body: bytes) -> etree._Element:
    """XML without entities or network: the file may come from anywhere."""
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _docx(parts: Mapping[str, bytes]) -> Iterator[str]:
    for paragraph in parse(parts["word/document.xml"]).iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if text.strip():
            yield text


def _pptx(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in _ordered(parts, r"ppt/slides/slide\d+\.xml"):
        for paragraph in parse(parts[name]).iter(f"{A}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{A}t"))
            if text.strip():
                yield text
    # charts are renumbered on saving: sorted, so that order does not matter
    yield from sorted(
        "|".join(_chart_values(parts[name])) for name in _ordered(parts, r"ppt/charts/chart\d+\.xml")
    )


def _chart_values(body: bytes) -> Iterator[str]:
    for value in parse(body).iter(f"{C}v"):
        yield _tidy(value.text or "")


def _xlsx(parts: Mapping[str, bytes]) -> Iterator[str]:
    shared = []
    if "xl/sharedStrings.xml" in parts:
        shared = [
            "".join(t.text or "" for t in item.iter(f"{S}t"))
            for item in parse(parts["xl/sharedStrings.xml"]).iter(f"{S}si")
        ]
    for name in _ordered(parts, r"xl/worksheets/sheet\d+\.xml"):
        for cell in parse(parts[name]).iter(f"{S}c"):
            value = cell.find(f"{S}v")
            inline = "".join(t.text or "" for t in cell.iter(f"{S}t"))
            shown = inline if value is None else (value.text or "")
            if cell.get("t") == "s" and shown:
                shown = shared[int(shown)]
            if shown:
                yield f"{cell.get('r')}={_tidy(shown)}"


def _tidy(text: str) -> str:
    """Office programs write the last digits of a number their own way: twelve digits are compared."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _ordered(parts: Mapping[str, bytes], pattern: str) -> list[str]:
    names = [name for name in parts if re.fullmatch(pattern, name)]
    return sorted(names, key=lambda n: [int(p) if p.isdigit() else p for p in _NUMBER.split(n)])
