"""How children of school age are projected: what is assumed, one division worked out, and what was published since."""

from collections.abc import Iterator

from equity.indicators.children import AGES, LEVEL_OF_SERVICE, YEARS, Published
from equity.indicators.cohorts import BANDS
from equity.measures.cohorts import LEAST, MOST, Range
from equity.query import Query
from equity.say import texts_of
from equity.settings import CENSUS_YEAR
from equity.views.children import LEVELS, NAMES
from equity.views.model import Block, Bullets, Item, Paragraph
from equity.views.tables import Cell, Column, Table, columns_of, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
ABOUT = TEXTS["about"]
LEVEL, AHEAD = "primary", 9  # of the example: some were small at the census, some were born since


def assumptions(view: View) -> Bullets:
    """What the projection takes for granted, with the figures that it takes."""
    voice, known = view.voice, view.indicators.children.assumed()
    ratios = [
        f"{voice(NAMES[level])} {voice.number(ratio.ratio, decimals=2)} ({voice.ends(ratio.low, ratio.high, decimals=2)})"
        for level in AGES
        for ratio in [view.indicators.child_ratio(level)]
    ]
    words = {
        "year": CENSUS_YEAR,
        "last": YEARS[-1],
        "bands": voice.names(f"{first}–{last}" for first, last in BANDS.values()),
        "least": f"{LEAST:g}",
        "most": f"{MOST:g}",
        "births": voice.names(map(str, known.births)),
        "later": known.later or "—",
        "growth": voice.ends(100 * known.growth[0], 100 * known.growth[1], decimals=1) or "0",
        "ratios": voice.clauses(ratios),
    }
    items = tuple(Item(voice(text, **words), voice(ABOUT[name])) for name, text in TEXTS["assumed"].items())
    return Bullets(items, voice(TEXTS.assumed_title))


def example(view: View) -> tuple[Block, ...]:
    """Children of the census, those born since and the moves of one division, up to its figure."""
    voice, year = view.voice, CENSUS_YEAR + AHEAD
    division = view.zone.code if view.is_division else view.indicators.city.example_division
    found = view.indicators.has_zone(division) and view.indicators.children.parts(division, LEVEL, year)
    record = found and view.indicators.value(
        Query("population", f"children_{LEVEL}", "value", year), division
    )
    few = view.indicators.publishable.few
    if not found or not record or not record.ok or few(found.bands.value) or few(found.births.value):
        return (Paragraph(voice(TEXTS.no_example)),)
    both = found.bands + found.births
    last = both.times(found.moves.low, found.moves.value, found.moves.high)
    rows = (
        _row(view, voice(TEXTS.of_bands, year=CENSUS_YEAR), found.bands),
        _row(view, voice(TEXTS.of_births, year=CENSUS_YEAR), found.births),
        _row(view, voice(TEXTS.of_moves), found.moves, decimals=3),
        _row(view, voice(TEXTS.of_all), last),
    )
    caption = voice(TEXTS.example, zone=view.name(division), level=voice(LEVELS[LEVEL]), year=year)
    said = voice(TEXTS.shown, value=voice.record(record), ends=voice.interval(record))
    heads = (TEXTS.part, TEXTS.value, TEXTS.interval)
    columns = tuple(
        Column(str(n), voice(title), n > 0, 2.0 - 0.5 * min(n, 1)) for n, title in enumerate(heads)
    )
    return (Table("cohorts_example", caption, columns, rows, said),)


def _row(view: View, name: str, found: Range, decimals: int = 0) -> tuple[Cell, ...]:
    value = view.voice.number(found.value, decimals=decimals, exact=True)
    ends = _ends(view, found, decimals) if found.low < found.high else "—"
    return Cell(name), Cell(value, found.value, decimals), Cell(ends)


def _ends(view: View, found: Range, decimals: int = 0) -> str:
    """Both ends to the last person: what is to be worked out again is not rounded to ten thousands."""
    return "–".join(view.voice.number(n, decimals=decimals, exact=True) for n in (found.low, found.high))


def against_published(view: View) -> tuple[Block, ...]:
    """Every published number of pupils since the census beside the children projected for its year: within the interval, or not."""
    voice, rows = view.voice, []
    hits = 0
    checked = list(_checked(view))
    for published, found in checked:
        inside = found.low <= published.pupils <= found.high
        hits += inside
        rows.append(
            (
                Cell(view.name(published.zone), to=f"/district/{published.zone}"),
                Cell(str(published.year)),
                Cell(" + ".join(voice(NAMES[LEVEL_OF_SERVICE[s]]) for s in published.services)),
                Cell(voice.number(published.pupils, exact=True), published.pupils),
                Cell(voice.number(found.value, exact=True), found.value, sub=_ends(view, found)),
                Cell(voice(TEXTS.held if inside else TEXTS.missed)),
                plain_grade("estimated", voice),
            )
        )
    if not rows:
        return (Paragraph(voice(TEXTS.nothing_published)),)
    said = Paragraph(voice(TEXTS.score, hits=hits, misses=len(checked) - hits))
    return said, Table("cohorts_published", voice(TEXTS.published), columns_of(TEXTS, voice), tuple(rows))


def _checked(view: View) -> Iterator[tuple[Published, Range]]:
    """With the projected children of the same ages together; without what is not known or not shown."""
    for published in view.indicators.library.pupils:
        levels = [LEVEL_OF_SERVICE[s] for s in published.services]
        found = [view.indicators.children.estimate(published.zone, level, published.year) for level in levels]
        ends = [(e.value, e.low, e.high) for e in found]
        if all(n is not None for each in ends for n in each):
            yield published, Range(*(sum(each[n] or 0.0 for each in ends) for n in range(3)))
