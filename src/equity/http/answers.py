"""Bodies of answers: JSON, and text that a spreadsheet cannot take for a formula."""

from __future__ import annotations

import json
import re
from typing import Any

BOM = "\ufeff"  # without it Excel reads UTF-8 as the system's code page and garbles Chinese
FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")


def dump(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.match(text) else text
