"""What the check says: row, field, value, reason, suggested fix and severity. Collected as columns, worded when shown."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from equity.say import Label, texts_of

TEXTS = texts_of(__name__)


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

SEVERITIES = TEXTS["severities"]
COLUMNS = ("row", "field", "value", "code", "a", "b", "c")
SHOWN_VALUE = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one row (0: the whole file). ``row`` counts as the spreadsheet does."""

    row: int
    field: str
    value: str
    code: str
    a: str = ""
    b: str = ""
    c: str = ""

    @property
    def reason(self) -> Reason:
        return REASONS[self.code]

    @property
    def severity(self) -> str:
        return self.reason.severity

    def message(self, lang: str) -> str:
        return self.reason.why[lang].format(value=self.value, a=self.a, b=self.b, c=self.c)

    def fix(self, lang: str, *, command: bool = False) -> str:
        """What to do about it: on the page, or where ``command``, on the command line."""
        said = self.reason.command if command else self.reason.fix
        return said[lang].format(value=self.value, a=self.a, b=self.b, c=self.c)

    def as_dict(self) -> dict[str, Any]:
        """Everything in both languages, for JSON."""
        return {
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "code": self.code,
            "severity": self.severity,
            "reason": {"zh": self.message("zh"), "en": self.message("en")},
            "fix": {"zh": self.fix("zh"), "en": self.fix("en")},
        }


@dataclass
class Findings:
    """A growing list of findings kept as arrays, so that a million of them stay cheap."""

    parts: list[pd.DataFrame] = field(default_factory=list)

    def add(
        self,
        code: str,
        rows: Any,
        name: str,
        values: Any = "",
        a: Any = "",
        b: Any = "",
        c: Any = "",
        *,
        said: Label | None = None,
    ) -> None:
        """One finding per element of ``rows``; the other arguments are single texts or arrays of the same length.

        ``said``: words in both languages, the Chinese ones for {a} and the English ones for {b} of the reason."""
        if said is not None:
            a, b = said.zh, said.en
        if code not in REASONS:
            raise KeyError(code)
        rows = np.atleast_1d(np.asarray(rows, dtype=np.int64))
        if not len(rows):
            return
        part = {"row": rows, "field": name, "code": code}
        for key, given in (("value", values), ("a", a), ("b", b), ("c", c)):
            part[key] = (
                given
                if isinstance(given, str)
                else pd.Series(np.asarray(given, dtype=object)).map(_short).to_numpy()
            )
        self.parts.append(pd.DataFrame(part))

    def drop(self, code: str, names: Iterable[str]) -> None:
        """Forget the findings of that code about the fields ``names``."""
        gone = set(names)
        self.parts = [p for p in self.parts if p["code"].iloc[0] != code or p["field"].iloc[0] not in gone]

    def stop(self, code: str, name: str) -> None:
        """What was a warning about a field stops the file: its code becomes that of the stop, ``code``_needed."""
        for part in self.parts:
            if part["code"].iloc[0] == code and part["field"].iloc[0] == name:
                part["code"] = f"{code}_needed"

    def frame(self) -> pd.DataFrame:
        """All findings sorted by row, then severity; columns as :data:`COLUMNS` and ``severity``."""
        if not self.parts:
            return pd.DataFrame({name: [] for name in (*COLUMNS, "severity")}).astype({"row": "int64"})
        frame = pd.concat(self.parts, ignore_index=True)
        frame["severity"] = frame["code"].map({code: reason.severity for code, reason in REASONS.items()})
        order = frame["severity"].map({name: i for i, name in enumerate(SEVERITIES)})
        return (
            frame.assign(order=order)
            .sort_values(["row", "order"], kind="stable", ignore_index=True)
            .drop(columns="order")
        )

    def stopped(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Rows with at least one finding that rejects them."""
        rows = [p["row"].to_numpy() for p in self.parts if REASONS[p["code"].iloc[0]].severity == "stop"]
        return np.unique(np.concatenate(rows)) if rows else np.array([], dtype=np.int64)


def iterate(frame: pd.DataFrame) -> Iterator[Finding]:
    """The rows of a findings frame as objects."""
    values: Iterable[Any] = frame[list(COLUMNS)].itertuples(index=False, name=None)
    for row, name, value, code, *about in values:
        yield Finding(int(row), str(name), str(value), str(code), *map(str, about))


def most_serious(found: pd.DataFrame) -> pd.DataFrame:
    """Findings with those that reject a row first."""
    order = found["severity"].map({name: i for i, name in enumerate(SEVERITIES)})
    return found.assign(order=order).sort_values(["order", "row"], kind="stable")


def _short(value: Any) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    text = f"{value:.8g}" if isinstance(value, (float, np.floating)) else str(value)
    text = "".join(c if c.isprintable() else "·" for c in text[: SHOWN_VALUE * 2])
    return text if len(text) <= SHOWN_VALUE else text[:SHOWN_VALUE] + "…"
