"""Bodies of answers that programs read."""

from __future__ import annotations

import json
from typing import Any


def dump(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
