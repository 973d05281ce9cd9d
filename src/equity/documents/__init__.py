"""Documents and data files from a report: one writer per format, all of the same report; its id, and where it is kept.

What is used from outside is imported on first use: the document libraries take most of a second to load, which a web worker
that never exports should not pay.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equity.documents.fonts import check_data_fonts, check_fonts
    from equity.documents.identity import Options
    from equity.documents.making import make_report, read_shapes
    from equity.documents.run import Exported, export
    from equity.documents.store import load_report, store_report
    from equity.documents.verification import Verification, verify
    from equity.documents.writers import FORMATS, NAMES, write_format

_HOME = {
    "Options": "identity",
    "make_report": "making",
    "read_shapes": "making",
    "load_report": "store",
    "store_report": "store",
    "check_data_fonts": "fonts",
    "check_fonts": "fonts",
    "Exported": "run",
    "export": "run",
    "Verification": "verification",
    "verify": "verification",
    "FORMATS": "writers",
    "NAMES": "writers",
    "write_format": "writers",
}
__all__ = [
    "FORMATS",
    "NAMES",
    "Exported",
    "Options",
    "Verification",
    "check_data_fonts",
    "check_fonts",
    "export",
    "load_report",
    "make_report",
    "read_shapes",
    "store_report",
    "verify",
    "write_format",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
