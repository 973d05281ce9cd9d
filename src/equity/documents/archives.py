"""Zip files whose bytes depend on their content alone; the seal of office files, which are zip files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from equity.documents.content import content_digest, parse

EPOCH = (1980, 1, 1, 0, 0, 0)
CUSTOM = "docProps/custom.xml"
SEAL_NAMES = ("EquitySnapshot", "EquityContent")
_CUSTOM_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
_PROPERTY = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}">'
    "<vt:lpwstr>{}</vt:lpwstr></property>"
)
_OVERRIDE = (
    f'<Override PartName="/{CUSTOM}" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
_RELATION = (
    '<Relationship Id="rIdEquity" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" '
    f'Target="{CUSTOM}"/>'
)


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
    """The office file with fixed dates and, as custom document properties, the snapshot id and the hash of
    its content.

    The hash is over what a reader sees (texts, numbers, chart values), so that saving the file in an office
    program without
    editing it keeps the seal.
    """
    parts = _inner_zips(read_zip(body))
    values = dict(zip(SEAL_NAMES, (snapshot_id, content_digest(parts, kind)), strict=True))
    properties = "".join(
        _PROPERTY.format(2 + i, name, value) for i, (name, value) in enumerate(values.items())
    )
    parts[CUSTOM] = _CUSTOM_XML.format(properties).encode()
    types, relations = parts["[Content_Types].xml"].decode(), parts["_rels/.rels"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{_OVERRIDE}</Types>").encode()
    parts["_rels/.rels"] = relations.replace("</Relationships>", f"{_RELATION}</Relationships>").encode()
    return write_zip(parts)


def _inner_zips(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Workbooks behind the charts of a presentation, written anew without the date of their making."""
    return {
        name: write_zip({k: _undated(k, v) for k, v in read_zip(part).items()})
        if name.startswith("ppt/embeddings/")
        else part
        for name, part in parts.items()
    }


def _undated(name: str, part: bytes) -> bytes:
    if name != "docProps/core.xml":
        return part
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)


def read_seal(parts: Mapping[str, bytes]) -> tuple[str, str] | None:
    """(snapshot id, content hash) that the file states about itself; None where it states none."""
    if CUSTOM not in parts:
        return None
    stated = {node.get("name"): "".join(node.itertext()).strip() for node in parse(parts[CUSTOM])}
    number, digest = stated.get(SEAL_NAMES[0]), stated.get(SEAL_NAMES[1])
    return (number, digest) if number and digest else None
