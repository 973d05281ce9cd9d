"""Sections that are drawn: the map, both bases by division, and the gap taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from equity.draw.order import by_gap
from equity.draw.palette import PARTS as PART_COLOURS
from equity.draw.palette import SIDES
from equity.draw.scales import classes
from equity.draw.svg_chart import svg_dumbbell, svg_parts
from equity.draw.svg_chart_parts import Row
from equity.draw.svg_map import svg_map
from equity.headlines import headline, split_sentence
from equity.indicators.citations import cite_briefly
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.say import BASES, BASES_SHORT, STATUSES, UNROUNDED, inside, listed
from equity.snapshot.document import Cell, Chart, Column, Figure, Paragraph, Section, Series, Table
from equity.snapshot.material import Material, grade_cell, number_cell, value_cell
from equity.snapshot.words import PARTS, SECTION_TITLES


def svg_size(svg: str) -> tuple[float, float]:
    """Width and height that a drawing of this package states about itself."""
    found = re.search(r'<svg[^>]*?width="([\d.]+)" height="([\d.]+)"', svg)
    assert found, "a drawing without size"
    return float(found[1]), float(found[2])


def subject(m: Material) -> str:
    """ "每千人供给 · 卫生人员(差距)": what the map shows."""
    query, registry = m.options.query, m.indicators.registry
    definition, measure = registry[query.service], registry.measures[query.measure]
    basis = "" if query.basis == "value" else BASES[query.basis][m.lang]
    if m.zh:
        return f"{definition.label.zh}:{measure.label.zh}" + (f"({basis})" if basis else "")
    return f"{definition.label.en}: {inside(measure.label.en)}" + (f", {basis}" if basis else "")


def map_section(m: Material, snapshot_id: str) -> Section:
    """The map of the city with the zone outlined, both bases by division, and the same numbers as a table."""
    query = m.options.query.but(level="division")
    records = m.records(query)
    definition = m.indicators.registry[query.service]
    source_line = source_words(m.indicators.sources(query), m.lang)
    drawn = svg_map(
        records,
        m.shapes,
        lang=m.lang,
        width=470,
        height=560,
        subtitle=f"{query.year} · {subject(m)}",
        source_line=source_line,
        snapshot_id=snapshot_id,
        approval=m.options.approval or None,
        scale=classes(records, lang=m.lang),
        highlight=m.zone.code if m.zone.level == "division" else None,
        ids="map",
    )
    alt = (
        f"昆明市地图：{subject(m)},{query.year} 年。"
        if m.zh
        else f"Map of Kunming: {subject(m)}, {query.year}. "
    ) + headline(m.indicators, query, m.lang)
    illustrative = any(r.grade == "illustrative" for r in records)
    figure = Figure("map", subject(m), alt, drawn, *svg_size(drawn), illustrative=illustrative)
    table = _division_table(m, records)
    measure = m.indicators.registry.measures[query.measure]
    blocks: list[Paragraph | Figure | Table] = [Paragraph(headline(m.indicators, query, m.lang)), figure]
    if measure.gap:
        blocks.append(_bases_figure(m, definition.label[m.lang]))
    return Section("map", SECTION_TITLES["map"][m.lang], (*blocks, table))


def source_words(sources: Iterable[str], lang: str) -> str | None:
    """One line under a figure: every part of its sources once."""
    cited = cite_briefly(sources, lang)
    if not cited:
        return None
    return ("来源：" if lang == "zh" else "Sources: ") + listed(cited, lang, mark=";")


def _sides(m: Material) -> tuple[str, ...]:
    """Sides in reading order: people who live here first."""
    measure = m.indicators.registry.measures[m.options.query.measure]
    return tuple(s for s in ("resident", "registered", "local", "non_local", "value") if s in measure.sides)


def _bases_figure(m: Material, service: str) -> Figure:
    query = m.options.query.but(level="division")
    sides = (_sides(m)[0], _sides(m)[1])
    pairs = by_gap({s: m.records(query.but(basis=s)) for s in sides})
    rows = [_bases_row(m, a, b) for a, b in pairs]
    unit, decimals = pairs[0][0].unit(m.lang), pairs[0][0].decimals
    names = (BASES_SHORT[sides[0]][m.lang], BASES_SHORT[sides[1]][m.lang])
    svg = svg_dumbbell(
        rows, sides=sides, names=names, unit=unit, lang=m.lang, decimals=decimals, width=330, ids="bases"
    )
    caption = (
        f"{service}：各区县{names[0]}与{names[1]}"
        if m.zh
        else f"{service}: {names[0].lower()} and {names[1].lower()} by division"
    )
    chart = Chart(
        tuple(r.label for r in rows),
        tuple(
            Series(n, tuple(r.values[k] for r in rows), SIDES["light"][side])
            for k, (n, side) in enumerate(zip(names, sides, strict=True))
        ),
        unit,
    )
    alt = (
        caption
        + ":"
        + ";".join(f"{r.label} {r.values[0]} / {r.values[1]}" for r in rows if None not in r.values)
    )
    return Figure("bases", caption, alt, svg, *svg_size(svg), chart, any(r.illustrative for r in rows))


def _bases_row(m: Material, a: ValueRecord, b: ValueRecord) -> Row:
    values = (
        round(a.value, 6) if a.value is not None else None,
        round(b.value, 6) if b.value is not None else None,
    )
    missing = STATUSES[a.status][m.lang] or STATUSES[b.status][m.lang]
    name = m.indicators.zone(a.zone).short(m.lang)
    return Row(name, values, missing, "illustrative" in (a.grade, b.grade), a.zone == m.zone.code)


def _division_table(m: Material, records: tuple[ValueRecord, ...]) -> Table:
    query, word = m.options.query.but(level="division"), m.word
    sides = _sides(m)
    by_side = {s: {r.zone: r for r in m.records(query.but(basis=s))} for s in sides}
    ranked = sorted(records, key=lambda r: (r.rank is None, r.rank or 0, r.zone))
    gap = m.indicators.registry.measures[query.measure].gap is not None
    gaps = {r.zone: r for r in m.records(query.but(basis=GAP))} if gap else {}
    rows = []
    for record in ranked:
        shown = [by_side[s][record.zone] for s in sides] + ([gaps[record.zone]] if gap else [])
        rank = "—" if record.rank is None else str(record.rank)
        if record.rank and record.rank_low != record.rank_high:
            rank = f"{record.rank} ({record.rank_low}–{record.rank_high})"
        rows.append(
            (
                Cell(rank, record.rank),
                Cell(m.indicators.zone(record.zone).name(m.lang)),
                *(value_cell(r, m.lang) for r in shown),
                grade_cell(shown, m.lang),
            )
        )
    unit = records[0].unit(m.lang) if records else ""
    columns = (
        Column("位次" if m.zh else "Rank", 1.3),
        Column(word["division"], 2),
        *(Column(BASES_SHORT[s][m.lang], 1.3, True) for s in sides),
        *([Column(word["gap"], 1.3, True)] if gap else []),
        Column(word["grade"], 0.9),
    )
    caption = f"各区县：{subject(m)}（单位：{unit}）" if m.zh else f"By division: {subject(m)} (unit: {unit})"
    note = "括号内为位次可能的范围。" if m.zh else "In brackets: the range the rank may have."
    return Table(
        "divisions",
        caption,
        columns,
        tuple(rows),
        note,
        any(c.grade == "illustrative" for r in rows for c in r),
    )


def split_section(m: Material) -> Section | None:
    """Effective coverage of both groups for each service and what its gap is made of."""
    services = m.services("facility")
    if not services:
        return None
    word, rows, drawn = m.word, [], []
    for definition in services:
        split = m.indicators.split(definition.id, m.zone.code, m.options.query.scenario)
        parts = tuple(getattr(split, p) for p in PARTS)
        label = definition.label[m.lang]
        printed = split.shown_parts()
        ends = (split.local, split.non_local, split.gap)
        numbers = [
            replace(
                number_cell(v, m.lang, decimals=1, grade=split.grade, status=split.status, signed=k > 1),
                value=exact,
            )
            for k, (v, exact) in enumerate(
                zip((*ends, *(printed.get(p) for p in PARTS)), (*ends, *parts), strict=True)
            )
        ]
        rows.append((Cell(label), *numbers, grade_cell(split.grade, m.lang)))
        known = split.status == "ok" and None not in parts
        drawn.append(
            Row(
                label,
                parts if known else (None,) * 3,
                STATUSES[split.status][m.lang],
                split.grade == "illustrative",
            )
        )
    unit = "个百分点" if m.zh else "percentage points"
    names = {k: v[m.lang] for k, v in PARTS.items()}
    illustrative = any(r.illustrative for r in drawn)
    svg = svg_parts(drawn, names=names, unit=unit, lang=m.lang, ids="parts")
    caption = (
        "有效覆盖率差距的构成（本地户籍 − 外来常住）"
        if m.zh
        else "What the gap in effective coverage is made of (local − non-local)"
    )
    chart = Chart(
        tuple(r.label for r in drawn),
        tuple(
            Series(names[k], tuple(r.values[i] for r in drawn), PART_COLOURS[k]) for i, k in enumerate(PARTS)
        ),
        unit,
        stacked=True,
    )
    alt = (
        caption
        + ":"
        + " ".join(split_sentence(m.indicators, d.id, m.zone.code, m.lang) for d in services[:3])
    )
    columns = (
        Column(word["service"], 2.3),
        Column(f"{word['local']} %", 1.3, True),
        Column(f"{word['non_local']} %", 1.3, True),
        Column(word["gap"], 1.3, True),
        *(Column(re.split(r" ?[(\uff08]", names[p])[0], 1.3, True) for p in PARTS),
        Column(word["grade"], 0.9),
    )
    note = (
        f"有效覆盖率 = 可达 × 充足 × 资格；三部分按 Shapley 值分解，相加正好等于差距。{UNROUNDED.zh}"
        if m.zh
        else "Effective coverage = reach × adequacy × entitlement; the three parts are Shapley values and add up to the gap "
        f"exactly. {UNROUNDED.en}"
    )
    table = Table("split", caption, columns, tuple(rows), note, illustrative)
    largest = max(
        services,
        key=lambda d: abs(m.indicators.split(d.id, m.zone.code, m.options.query.scenario).gap or 0.0),
    )
    sentence = Paragraph(split_sentence(m.indicators, largest.id, m.zone.code, m.lang))
    return Section(
        "split",
        SECTION_TITLES["split"][m.lang],
        (sentence, Figure("split", caption, alt, svg, *svg_size(svg), chart, illustrative), table),
    )
