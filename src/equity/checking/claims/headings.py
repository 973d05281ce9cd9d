"""What headings, titles and remarks say about all rows at once: the year, the datum, what is hidden, what has no result."""

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check, Options
from equity.checking.claims.questions import Option
from equity.checking.datum import is_old, label_of
from equity.reading.numbers import per_value, to_years, years_in
from equity.reading.raw import About
from equity.reading.vocabulary import datum_of
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

DATUM_COLUMN = (
    r"^(坐标系|坐标系统|坐标系类型|坐标类型|坐标基准|datum|crs|coordinate[ _]?system|coordsys|coord_type)"
)
DATUM_LINE = r"坐标|datum|crs|coordinate"
MOST = 0.5
SAME_HERE = ("wgs84", "cgcs2000")


def hear_year(body: Body, check: Check) -> Options:
    """The options with the year that a heading or title states; where it contradicts the one given, the user decides."""
    if not check.dataset.has("year"):
        return check.options
    counted = [f.name for f in check.dataset.fields if f.is_counted and body.has(f.name)]
    headings = {n: y for f in counted for n in body.headings(f) for y in years_in(n)[:1]}
    titles = [text for text in body.titles if not (datum_of(text) and re.search(DATUM_LINE, text.lower()))]
    in_titles = {y for text in titles for y in years_in(text)}
    years, where = set(headings.values()), "、".join(headings)
    if body.has("year"):
        values, _ = to_years(body.column("year"))
        stated = {int(v) for v in values[values == values]}
        if years and stated and not stated & years:
            year = min(years)
            body.note("heading_year", "year", where, a=str(year), b="、".join(map(str, sorted(stated)[:3])))
        if body.column("year").ne("").all():
            return check.options
    titled = not years and len(in_titles) == 1
    if not years and not titled:
        return check.options
    if titled:
        years, where = in_titles, next(t for t in titles if years_in(t))
    said = sorted(years)
    if check.options.year is None and len(said) == 1:
        body.note("year_from_heading", "year", where, a=str(said[0]))
        return replace(check.options, year=said[0])
    if check.options.year in years and len(said) == 1:
        return check.options
    given = [] if check.options.year is None else [check.options.year]
    chosen = check.questions.ask(
        "year",
        TEXTS.two_years.format(where=where, years=said, given=given[0])
        if given
        else TEXTS.years.format(where=where, years=said),
        [Option(str(y), Label(f"{y} 年", str(y))) for y in dict.fromkeys([*said, *given])],
        proposed=[str(given[0] if titled and given else said[0])],
        first=not titled,
        field="year",
    )
    return replace(check.options, year=int(chosen[0])) if chosen else check.options


def hear_datum(body: Body, about: About, check: Check) -> tuple[str, str]:
    """(the datum to use or "", the one the file states or ""): a contradiction is asked before anything is taken."""
    stated, where = stated_datum(body, about)
    if not stated:
        return check.options.datum, ""
    body.note("says_datum", "lon", where, said=label_of(stated))
    if not check.options.datum or _agree(check.options.datum, stated):
        return check.options.datum, stated
    if is_old(stated) and (check.options.datum in SAME_HERE or check.options.datum.startswith("epsg")):
        return check.options.datum, stated  # how far off it is asked once, where the points are placed
    if where == about.crs and stated in SAME_HERE:  # map services write that over shifted points too
        body.note(
            "other_datum_stated",
            "lon",
            where,
            said=label_of(check.options.datum),
        )
        return check.options.datum, stated
    chosen = check.questions.ask(
        "datum",
        TEXTS.two_datums.format(where=where, stated=label_of(stated), chosen=label_of(check.options.datum)),
        [Option(d, label_of(d)) for d in dict.fromkeys((stated, check.options.datum))],
        proposed=[stated],
        first=True,
        field="lon",
    )
    return chosen[0], stated


def stated_datum(body: Body, about: About) -> tuple[str, str]:
    """(datum, where it stands): the heading of a coordinate, a column of its own, the file, a line above or below the rows."""
    if not any(body.has(f) for f in ("lon", "lat", "lonlat")):
        return "", ""
    for field in ("lon", "lat", "lonlat"):
        for heading in body.headings(field):
            if found := _usable(datum_of(heading)):
                return found, heading
    if (column := datum_column(body)) and len(said := set(_datums_in(body, column)) - {""}) == 1:
        return said.pop(), body.names[int(column)]
    if found := _usable(about.datum):
        return found, about.crs
    for text in body.titles:
        if re.search(DATUM_LINE, text.lower()) and (found := _usable(datum_of(text))):
            return found, text[:60]
    return "", ""


def datum_column(body: Body) -> str:
    """The column that states the datum of each row; "" for none."""
    named = (i for i, name in enumerate(body.names) if re.search(DATUM_COLUMN, name.strip().lower()))
    return next((str(i) for i in named if any(_datums_in(body, str(i)))), "")


def _datums_in(body: Body, column: str) -> list[str]:
    return [_usable(datum_of(text)) for text in body.frame[column].unique()]


def row_datums(body: Body) -> NDArray[np.object_]:
    """The datum that each row states, "" where it states none; all "" unless there are several."""
    column = datum_column(body)
    if not column or len(set(_datums_in(body, column)) - {""}) < 2:
        return np.full(len(body), "", dtype=object)
    return per_value(body.frame[column], lambda text: _usable(datum_of(text)))


def hear_hidden_parts(body: Body, about: About, check: Check) -> None:
    """Sheets that are hidden and not read, and columns that are hidden and read."""
    if about.blind:
        body.note("hidden_unknown", "—")
    if about.hidden_sheets:
        body.note("hidden_sheets", "—", "、".join(about.hidden_sheets))
    for field, column in body.mapping.columns.items():
        if column in about.hidden_columns and check.dataset.has(field):
            body.note("hidden_column", field, body.names[column])
    mapped = set(body.mapping.columns.values())
    others = [
        body.names[c]
        for c in about.hidden_columns
        if c not in mapped and c < len(body.names) and body.names[c]
    ]
    if others:
        body.note("hidden_unused", "—", "、".join(others))


def hear_formulas(body: Body, about: About) -> frozenset[str]:
    """Fields most of whose cells are formulas that nobody has worked out: said once for the file."""
    found = set()
    for field, column in body.mapping.columns.items():
        if column not in about.formulas or column >= len(body.names):
            continue
        empty = float(body.frame[str(column)].eq("").mean())
        if empty:
            code = "no_results" if empty > MOST else "few_results"
            body.note(code, field, body.names[column], a=f"{about.formulas[column]:,}")
        if empty > MOST:
            found.add(field)
    return frozenset(found)


def _usable(datum: str) -> str:
    return "epsg3857" if datum == "web_mercator" else datum


def _agree(one: str, other: str) -> bool:
    """Whether two ids mean the same datum, a projection that of its CRS."""
    names = [datum_of(label_of(d).en.replace("_", " ")) or d for d in (one, other)]
    names = ["wgs84" if n == "cgcs2000" else n for n in names]
    return one == other or names[0] == names[1] or ({one, other} & {"epsg3857"} != set() and "wgs84" in names)
