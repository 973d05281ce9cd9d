"""What a version did to the numbers: supply, people and yardstick of every division before and after, kept beside its rows.

Kept when the version is put in force, so that versions are a series: two of them are compared by what was kept, whatever has
happened since.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from equity.indicators.definition import Definition
from equity.indicators.registry import registry
from equity.measures.decomposition import shapley_split
from equity.say import Label, Voice, texts_of
from equity.settings import CENSUS_YEAR, Settings
from equity.warehouse import open_warehouse

TEXTS = texts_of(__name__)
HEADS = TEXTS["heads"]
EFFECT_FILE = "effect.json"
ASKED = """
SELECT s.service, s.division_code, s.supply, d.demand, t.q, s.grade
FROM core_supply AS s
JOIN core_demand AS d ON d.service = s.service AND d.division_code = s.division_code AND d.basis = 'resident' AND d.year = ?
LEFT JOIN core_standard AS t ON t.service = s.service AND t.year = d.year AND t.standard_type = 'fixed'
WHERE s.supply IS NOT NULL AND d.demand > 0
ORDER BY ALL
"""
Key = tuple[str, str]  # service, division


@dataclass(frozen=True, slots=True)
class State:
    """``per``: supply is told per so many units of it: the stated yardstick, or 1 where there is none."""

    supply: float
    people: float
    per: float
    grade: str

    @property
    def value(self) -> float:
        return self.supply / (self.people * self.per)


@dataclass(frozen=True, slots=True)
class Moved:
    """A service of a division before and after; None where nothing was known.

    ``supply``, ``people``, ``method``: parts of ``after − before`` that are theirs, adding up to it; None where one side is
    missing or was a placeholder, which tells nothing to compare with.
    """

    service: str
    division: str
    before: State | None
    after: State | None
    supply: float | None = None
    people: float | None = None
    method: float | None = None

    @property
    def whole(self) -> float | None:
        """After − before; None where nothing is taken apart."""
        if self.supply is None or self.people is None or self.method is None:
            return None
        return self.supply + self.people + self.method


@contextlib.contextmanager
def recorded(settings: Settings, version: Path) -> Iterator[None]:
    """Keep beside the rows of ``version`` what is before and after the block. A full disk costs the record, not the commit."""
    before = _states(settings)
    yield
    kept = {"before": _plain(before), "after": _plain(_states(settings))}
    with contextlib.suppress(OSError):
        aside = version / f"{EFFECT_FILE}.part"
        aside.write_text(json.dumps(kept), encoding="utf-8")
        aside.replace(version / EFFECT_FILE)


def effect(version: Path, since: Path | None = None) -> list[Moved] | None:
    """What the version moved, or with ``since`` everything from that version on up to it; None where it was not recorded."""
    kept, start = _read(version), _read(since) if since else None
    if kept is None or (since and start is None):
        return None
    before, after = (start["after"] if start else kept["before"]), kept["after"]
    keys = sorted({*before, *after})
    return [_moved(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def _moved(key: Key, before: State | None, after: State | None) -> Moved:
    if before is None or after is None or "illustrative" in (before.grade, after.grade):
        return Moved(*key, before, after)
    factors = [[s.supply, 1 / s.people, 1 / s.per] for s in (after, before)]
    return Moved(*key, before, after, *(float(part) for part in shapley_split(*factors)))


def _states(settings: Settings) -> dict[Key, State]:
    """As it serves now; empty before the first build."""
    if not settings.warehouse_path.exists():
        return {}
    with contextlib.closing(open_warehouse(settings.warehouse_path)) as warehouse:
        found = warehouse.read(ASKED, [CENSUS_YEAR])
    known = registry()
    return {
        (r.service, r.division_code): State(r.supply, r.demand, r.q if r.q == r.q else 1.0, r.grade)
        for r in found.itertuples()
        if r.service in known
    }


def _plain(states: dict[Key, State]) -> list[list[object]]:
    return [[*key, *asdict(state).values()] for key, state in states.items()]


def _read(version: Path) -> dict[str, dict[Key, State]] | None:
    try:
        kept = json.loads((version / EFFECT_FILE).read_text(encoding="utf-8"))
        return {
            side: {(service, division): State(*rest) for service, division, *rest in kept[side]}
            for side in ("before", "after")
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def base_of(definition: Definition) -> tuple[float, Label, Label, int]:
    """Percent of the stated yardstick, or the usual rate: scale, unit, unit of a difference, decimals."""
    if "standard" in definition.offers:
        return 100.0, TEXTS.percent, TEXTS.points, 1
    if definition.rate is None:
        return 1.0, definition.unit, definition.unit, definition.decimals
    base = definition.rate.base
    unit = Label(f"{definition.unit.zh}/{base.zh}", f"{definition.unit.en} per {base.en}")
    return definition.rate.per, unit, unit, definition.rate_decimals


def in_words(moved: Moved, definition: Definition, voice: Voice) -> list[str]:
    """The cells under ``HEADS``; a dash where nothing is taken apart."""
    scale, unit, gap_unit, decimals = base_of(definition)

    def state(found: State | None) -> str:
        if found is None:
            return voice(TEXTS.nothing)
        said = voice.value(scale * found.value, unit, decimals=decimals)
        return voice(TEXTS.marked, value=said) if found.grade == "illustrative" else said

    def part(value: float | None) -> str:
        return "—" if value is None else voice.value(scale * value, gap_unit, decimals=decimals, signed=True)

    parts = (moved.whole, moved.supply, moved.people, moved.method)
    return [state(moved.before), state(moved.after), *map(part, parts)]
