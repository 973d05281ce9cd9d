"""What is asked (`Query`) and how it is shown (`Presentation`): the one pair behind pages, exports, embeds, API and CLI.

Both survive a round trip through a URL. A bad parameter never fails: it becomes the nearest valid value, and the
change is reported as a :class:`Notice` so that the page can say so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from equity.say import LANGS, Lang

Basis = Literal["resident", "registered", "local", "non_local", "gap", "value"]
Level = Literal["division", "functional_zone", "city"]
Theme = Literal["light", "dark"]
GAP: Basis = "gap"
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Ids are those of the registry; ``basis`` is one of the measure's sides or ``gap``.

    ``since``: an earlier year, and the question is how much has changed from there to ``year``; 0: how it is in ``year``.
    """

    service: str = "population"
    measure: str = "register_coverage"
    basis: Basis = "value"
    year: int = 2020
    level: Level = "division"
    scenario: str = "baseline"
    since: int = 0

    def but(self, **changes: object) -> Query:
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Presentation:
    """How it is shown; nothing in here changes a number.

    ``scale`` "common": gaps in percentage points have one set of classes for all services; "own": classes fitted to what
    is shown. ``facility``: id of the one whose area within reach is on the map. ``sort``: a column of the ranked table, with a
    minus from its last to its first. ``q``: words that its rows have to contain.
    """

    lang: Lang = "zh"
    theme: Theme = "light"
    zone: str = ""
    layers: tuple[str, ...] = ()
    facility: str = ""
    scale: str = "common"
    sort: str = "rank"
    q: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A parameter that was not usable: which, what it was, and what is shown instead (empty: it was left out)."""

    parameter: str
    given: str
    used: str

    def message(self, lang: str) -> str:
        if lang == "en":
            return f"“{self.given}” is not available for {self.parameter}; showing “{self.used}” instead."
        return f"参数 {self.parameter} 的值“{self.given}”不可用，已改为“{self.used}”。"


SORTS = ("rank", "name", "first", "second", "value")  # columns; first and second side of the measure
LONGEST_Q = 40
PRESENTATION_CHOICES: dict[str, tuple[str, ...]] = {
    "lang": LANGS,
    "theme": get_args(Theme),
    "scale": ("common", "own"),
    "sort": tuple(f"{way}{column}" for column in SORTS for way in ("", "-")),
}
SHOWN = 60  # characters of an unusable value that are repeated
LAYERS = ("facilities", "points", "circles", "towns", "metro", "hospitals")


def to_url(query: Query, presentation: Presentation | None = None) -> str:
    """The query string (no ``?``) that reproduces this view; defaults are left out (but both years of a change), order is fixed."""
    parts: dict[str, str] = {}
    for part, default in ((query, Query()), (presentation or Presentation(), Presentation())):
        for spec in fields(part):
            value = getattr(part, spec.name)
            if value != getattr(default, spec.name) or (spec.name == "year" and query.since):
                parts[spec.name] = ",".join(value) if isinstance(value, tuple) else str(value)
    return urlencode(parts)


def read_presentation(args: Mapping[str, str], zones: Collection[str]) -> tuple[Presentation, list[Notice]]:
    """Presentation from URL arguments; unknown values fall back to the default with a notice."""
    default, notices = Presentation(), []
    values: dict[str, Any] = {}
    for name, choices in PRESENTATION_CHOICES.items():
        given = args.get(name, "")
        values[name] = given if given in choices else getattr(default, name)
        if given and given not in choices:
            notices.append(Notice(name, given[:SHOWN], values[name]))
    zone = args.get("zone", "")
    if zone and zone not in zones:
        notices.append(Notice("zone", zone[:SHOWN], ""))
        zone = ""
    wanted = [layer for layer in args.get("layers", "").split(",") if layer]
    layers = tuple(layer for layer in LAYERS if layer in wanted)
    notices += [Notice("layers", layer[:SHOWN], "") for layer in wanted if layer not in LAYERS]
    q = args.get("q", "").strip()
    if len(q) > LONGEST_Q:
        notices.append(Notice("q", q[:SHOWN], q[:LONGEST_Q].strip()))
        q = q[:LONGEST_Q].strip()
    return Presentation(zone=zone, layers=layers, facility=args.get("facility", ""), q=q, **values), notices


def as_dict(query: Query) -> dict[str, str | int]:
    return asdict(query)
