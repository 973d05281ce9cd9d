"""Does a file still say what its snapshot says?"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from lxml.etree import XMLSyntaxError

from equity.documents.archives import content_digest, read_seal, read_zip
from equity.documents.identity import ID_PATTERN, is_of_this_edition
from equity.documents.pdf import check_pdf
from equity.documents.store import load_report
from equity.documents.writers import write_format
from equity.say import texts_of
from equity.settings import Settings
from equity.views.model import Report

OFFICE = ("docx", "pptx", "xlsx")
MAX_BYTES, MAX_UNPACKED = 100_000_000, 400_000_000
_PDF_ID = re.compile(rb"equity-snapshot:([a-z2-7]{10})")
Outcome = Literal["matches", "intact", "altered", "foreign"]
TEXTS = texts_of(__name__)
OUTCOMES = TEXTS["outcomes"]


@dataclass(frozen=True, slots=True)
class Verification:
    """``matches``: the same content as the kept snapshot gives. ``intact``: its own seal holds, but the
    snapshot is not kept here, or another edition of the program made it.
    """

    file: str
    snapshot_id: str
    outcome: Outcome

    @property
    def ok(self) -> bool:
        return self.outcome in ("matches", "intact")

    def message(self, lang: str) -> str:
        suffix = f" ({self.snapshot_id})" if self.snapshot_id else ""
        return f"{self.file}{suffix}: {OUTCOMES[self.outcome][lang]}"


def verify(path: Path, settings: Settings | None = None) -> Verification:
    """Check a PDF, DOCX, PPTX or XLSX; with ``settings`` also against the snapshot kept under its id.

    A PDF is compared byte by byte, an office file by what a reader sees, so that saving it again without editing is no change.
    Raises :class:`UserError` where the file cannot be read or is of another kind.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind != "pdf" and kind not in OFFICE:
        raise TEXTS.user_error("no_document", file=path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TEXTS.user_error("too_large", file=path.name)
        body = path.read_bytes()
    except OSError as error:
        raise TEXTS.user_error("unreadable", path=path, why=error.strerror) from error

    def find(number: str) -> Report | None:
        return load_report(number, settings) if settings else None

    number, holds, same = _pdf(body, find) if kind == "pdf" else _office(body, kind, find)
    if not number:
        return Verification(path.name, "", "foreign")
    outcome: Outcome = "altered" if not holds or same is False else "intact" if same is None else "matches"
    return Verification(path.name, number, outcome)


Checked = tuple[str, bool, bool | None]


def _pdf(body: bytes, find: Callable[[str], Report | None]) -> Checked:
    found = _PDF_ID.search(body)
    if not found or not body.startswith(b"%PDF"):
        return "", False, None
    report = _comparable(find(found[1].decode()))
    same = None if report is None else any(made == body for made in _files(report, "pdf"))
    return found[1].decode(), check_pdf(body), same


def _office(body: bytes, kind: str, find: Callable[[str], Report | None]) -> Checked:
    try:
        parts = _unpack(body)
        seal = read_seal(parts)
        if seal is None:
            return "", False, None
        digest = content_digest(parts, kind)
    except (zipfile.BadZipFile, KeyError, XMLSyntaxError, UnicodeDecodeError, IndexError, ValueError):
        return "", False, None
    report = _comparable(find(seal[0]) if ID_PATTERN.fullmatch(seal[0]) else None)
    same = None
    if report is not None:
        same = any(content_digest(read_zip(made), kind) == digest for made in _files(report, kind))
    return seal[0], digest == seal[1], same


def _files(report: Report, kind: str) -> Iterator[bytes]:
    """The file as it names the page of the kept report, and as it was given out before that was kept."""
    for given in (report, replace(report, link="")):
        yield next(iter(write_format(given, kind).values()))


def _comparable(report: Report | None) -> Report | None:
    """The kept report where this program would make the same files of it."""
    return report if report is not None and is_of_this_edition(report) else None


def _unpack(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise ValueError("unpacks to more than any file of ours")
        return {info.filename: archive.read(info) for info in archive.infolist()}
