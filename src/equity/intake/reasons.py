"""Every reason the check can give, in Chinese and English, with what to do about it: read from
``reasons.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from equity.text import Label


@dataclass(frozen=True, slots=True)
class Reason:
    """``why`` and ``fix`` may hold {value}, {a} and {b}. ``severity``: stop rejects the row, warn and
    note keep it."""

    severity: str
    why: Label
    fix: Label


def read_reasons() -> dict[str, Reason]:
    with Path(__file__).with_name("reasons.toml").open("rb") as file:
        content = tomllib.load(file)
    return {
        code: Reason(
            said["severity"],
            Label(said["zh"], said["en"]),
            Label(said.get("fix_zh", ""), said.get("fix_en", "")),
        )
        for code, said in content.items()
    }


REASONS = read_reasons()
