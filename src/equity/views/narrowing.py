"""What a register would change: for each dataset that is missing, the figures it would narrow and by how much, over the divisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from equity.indicators.children import AGES, YEARS
from equity.indicators.definition import Definition
from equity.indicators.sensitivity import Sensitivity
from equity.query import Query
from equity.say import Label, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.sensitivity import REGISTERS
from equity.views.subject import subject
from equity.views.tables import Cell, Table, columns_of
from equity.views.view import View

TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One figure over the divisions in which it has an interval: its mean width, and what is left of it."""

    query: Query
    divisions: int
    now: float
    left: float


def narrowing_table(view: View) -> Table:
    """By dataset: real figures with the width of their interval now and with it; then services without a real register, which would
    get a figure at all."""
    voice = view.voice
    found = _found(view)
    rows: list[tuple[Cell, ...]] = []
    for dataset, figures in found.items():
        for f in sorted(figures, key=lambda f: f.left / f.now):
            record = view.indicators.value(f.query, view.zone.code)
            unit, decimals = (
                Label(record.unit_zh, record.unit_en),
                max(record.decimals, 1 if f.now < 10 else 0),
            )
            unit = TEXTS.points if unit.zh == "%" else unit
            rows.append(
                (
                    Cell(voice.heading(dataset)),
                    Cell(_said(view, f.query)),
                    Cell(str(f.divisions), f.divisions),
                    Cell(voice.value(f.now, unit, decimals=decimals), f.now, decimals),
                    Cell(voice.value(f.left, unit, decimals=decimals), f.left, decimals),
                    Cell(
                        voice.value(100 * (1 - f.left / f.now), "%", decimals=0), 100 * (1 - f.left / f.now)
                    ),
                )
            )
    rows += [_row_of_service(view, d) for d in _without(view)]
    return Table("narrowing", voice(TEXTS.caption), columns_of(TEXTS, voice), tuple(rows), voice(TEXTS.note))


def _said(view: View, query: Query) -> str:
    return view.voice(TEXTS.figure, subject=subject(view, query), year=query.year)


def _queries(view: View) -> Iterator[Query]:
    """Figures with inputs kept apart: register coverage, children to come, and what is set against a real register."""
    yield Query("population", "register_coverage", "value", CENSUS_YEAR)
    for level in AGES:
        yield Query("population", f"children_{level}", "value", YEARS[-1])
        yield Query("population", f"children_{level}", "non_local", YEARS[-1])
    for d in view.of_kind("total", "facility"):
        for measure in ("coverage", "percent_of_average"):
            if view.registry.offers(d.id, view.registry.measures[measure]):
                yield view.ask(d.id, measure, "resident")


def _found(view: View) -> dict[Label, list[Narrowing]]:
    found: dict[Label, list[Narrowing]] = {}
    for query in _queries(view):
        known = [view.indicators.sensitivity(query, z.code) for z in view.divisions()]
        inputs = dict.fromkeys(s.input for each in known if each for s in each.swings)
        for name in inputs:
            if name in REGISTERS:
                found.setdefault(REGISTERS[name], []).append(_narrowing(query, name, [k for k in known if k]))
    return found


def _narrowing(query: Query, name: str, known: list[Sensitivity]) -> Narrowing:
    """Over the divisions whose figure has an interval; one that the input does not move keeps it."""
    wide = [k for k in known if k.low < k.high]
    left = [next((s.left[1] - s.left[0] for s in k.swings if s.input == name), k.high - k.low) for k in wide]
    return Narrowing(query, len(wide), fmean(k.high - k.low for k in wide), fmean(left))


def _without(view: View) -> list[Definition]:
    """Services of which there is no real register in the zone."""
    return [d for d in view.of_kind("facility") if view.indicators.standing(d.id, view.zone.code) != "real"]


def _row_of_service(view: View, d: Definition) -> tuple[Cell, ...]:
    """What is left then is what is not known of the people in demand, as a share of the figure."""
    voice = view.voice
    measure = "coverage" if "standard" in d.offers else "supply_rate"
    query = view.ask(d.id, "demand", "resident")
    demand = [view.indicators.value(query, z.code) for z in view.divisions()]
    shares = [
        ((r.high or r.value) - (r.low or r.value)) / r.value / 2
        if r.low is not None and r.high is not None
        else 0.0
        for r in demand
        if r.value
    ]
    left = 100 * fmean(shares) if shares else None
    said = "—" if left is None else voice(TEXTS.no_range)
    if left is not None and round(left, 1):
        said = voice(TEXTS.about_itself, share=voice.value(left, "%", decimals=1))
    standing = view.indicators.standing(d.id, view.zone.code)
    return (
        Cell(voice(TEXTS.register_of, service=voice.inside(d.label))),
        Cell(_said(view, query.but(measure=measure))),
        Cell(str(len(shares)), len(shares)),
        Cell(voice(TEXTS.placeholder if standing == "demonstration" else TEXTS.nothing)),
        Cell(said),
        Cell("—"),
    )
