"""Every reason the check can give, in Chinese and English, with what to do about it: read from
``reasons.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from equity.say import Label


@dataclass(frozen=True, slots=True)
class Reason:
    """``why``, ``fix`` and ``command`` (the fix as the command line words it) may hold {value}, {a} and {b}.
    ``severity``: stop rejects the row, warn and note keep it."""

    severity: str
    why: Label
    fix: Label
    command: Label


def read_reasons() -> dict[str, Reason]:
    with Path(__file__).with_name("reasons.toml").open("rb") as file:
        content = tomllib.load(file)
    return {code: _reason(said) for code, said in content.items()}


def _reason(said: dict[str, str]) -> Reason:
    fix = Label(said.get("fix_zh", ""), said.get("fix_en", ""))
    command = Label(said.get("command_zh", fix.zh), said.get("command_en", fix.en))
    return Reason(said["severity"], Label(said["zh"], said["en"]), fix, command)


REASONS = read_reasons()
