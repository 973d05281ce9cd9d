"""Documents and data files from a snapshot: one writer per format, all reading the same neutral document.

What is used from outside is imported on first use: the document libraries take most of a second to load,
which
a web worker that never exports should not pay.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equity.documents.fonts import check_data_fonts, check_fonts
    from equity.documents.run import Exported, export
    from equity.documents.verification import Verification, verify
    from equity.documents.writers import FORMATS, NAMES, write_format

_HOME = {
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
    "Verification",
    "check_data_fonts",
    "check_fonts",
    "export",
    "verify",
    "write_format",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
