"""Sections that are drawn: the map, both bases by division, and the gap taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from equity.draw.chart import draw_chart
from equity.draw.frame import Frame
from equity.draw.map import draw_map
from equity.draw.order import by_gap
from equity.draw.scales import classes
from equity.draw.theme import theme
from equity.headlines import headline, split_sentence
from equity.indicators.citations import cite_briefly
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.say import BASES, BASES_SHORT, STATUSES, UNROUNDED, inside, listed, worst_grade
from equity.snapshot.document import Cell, Chart, Column, Figure, Paragraph, Section, Series, Table
from equity.snapshot.material import Material, grade_cell, number_cell, value_cell
from equity.snapshot.words import PARTS, SECTION_TITLES
from equity.views import model


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
    scale = classes(records, lang=m.lang)
    spec = model.MapSpec(
        records,
        scale.breaks,
        scale.labels,
        scale.diverging,
        f"{query.year} · {subject(m)}",
        source_line or "",
        m.zone.code if m.zone.level == "division" else "",
    )
    frame = Frame(
        m.lang,
        subtitle=spec.title,
        source=spec.source_line,
        number=snapshot_id,
        approval=m.options.approval,
    )
    drawn = draw_map(spec, m.shapes["features"], frame, theme(), width=470, height=560, ids="map")
    alt = (
        f"昆明市地图：{subject(m)},{query.year} 年。"
        if m.zh
        else f"Map of Kunming: {subject(m)}, {query.year}. "
    ) + headline(m.indicators, query, m.lang)
    illustrative = any(r.grade == "illustrative" for r in records)
    figure = Figure("map", subject(m), alt, drawn.svg, drawn.width, drawn.height, illustrative=illustrative)
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
    unit, decimals = pairs[0][0].unit(m.lang), pairs[0][0].decimals
    names = (BASES_SHORT[sides[0]][m.lang], BASES_SHORT[sides[1]][m.lang])
    caption = (
        f"{service}：各区县{names[0]}与{names[1]}"
        if m.zh
        else f"{service}: {names[0].lower()} and {names[1].lower()} by division"
    )
    short = [m.indicators.zone(a.zone).short(m.lang) for a, _ in pairs]
    drawn = draw_chart(
        model.Chart(
            kind="dumbbell",
            categories=tuple(short),
            series=tuple(
                model.Series(side, name, tuple(pair[k].value for pair in pairs))
                for k, (side, name) in enumerate(zip(sides, names, strict=True))
            ),
            unit=unit,
            decimals=decimals,
            grades=tuple(worst_grade(a.grade, b.grade) for a, b in pairs),
            missing=tuple(STATUSES[a.status][m.lang] or STATUSES[b.status][m.lang] for a, b in pairs),
            highlight=m.zone.short(m.lang),
        ),
        Frame(m.lang),
        theme(),
        label=caption,
        width=330,
        ids="bases",
    )
    chart = Chart(
        tuple(short),
        tuple(
            Series(
                n,
                tuple(None if p[k].value is None else round(p[k].value or 0.0, 6) for p in pairs),
                theme().side(side),
            )
            for k, (n, side) in enumerate(zip(names, sides, strict=True))
        ),
        unit,
    )
    alt = (
        caption
        + ":"
        + ";".join(
            f"{name} {a.value} / {b.value}"
            for name, (a, b) in zip(short, pairs, strict=True)
            if a.value is not None and b.value is not None
        )
    )
    illustrative = any("illustrative" in (a.grade, b.grade) for a, b in pairs)
    return Figure("bases", caption, alt, drawn.svg, drawn.width, drawn.height, chart, illustrative)


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
        known = split.status == "ok"
        shown = tuple(part or 0.0 for part in parts) if known else (None,) * len(parts)
        drawn.append((label, shown, STATUSES[split.status][m.lang], split.grade))
    unit = "个百分点" if m.zh else "percentage points"
    names = {k: v[m.lang] for k, v in PARTS.items()}
    illustrative = any(grade == "illustrative" for *_, grade in drawn)
    caption = (
        "有效覆盖率差距的构成（本地户籍 − 外来常住）"
        if m.zh
        else "What the gap in effective coverage is made of (local − non-local)"
    )
    picture = draw_chart(
        model.Chart(
            kind="stacked",
            categories=tuple(label for label, *_ in drawn),
            series=tuple(
                model.Series(k, names[k], tuple(values[i] for _, values, *_ in drawn))
                for i, k in enumerate(PARTS)
            ),
            unit=unit,
            grades=tuple(grade for *_, grade in drawn),  # type: ignore[misc]
            missing=tuple(why for _, _, why, _ in drawn),
        ),
        Frame(m.lang),
        theme(),
        label=caption,
        width=640,
        ids="parts",
    )
    chart = Chart(
        tuple(label for label, *_ in drawn),
        tuple(
            Series(names[k], tuple(values[i] for _, values, *_ in drawn), theme().side(k))
            for i, k in enumerate(PARTS)
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
        "有效覆盖率 = 可达 × 充足 × 资格（没有数字的规则不计入）。区县之内的差距按 Shapley 值分成各部分，"
        f"多个区县合计时另有居住分布一项；相加正好等于差距。{UNROUNDED.zh}"
        if m.zh
        else "Effective coverage = reach × adequacy × entitlement (a rule without a figure is not applied). The gap within "
        "divisions is split by Shapley values; over several divisions the rest is where the two groups live. The parts add "
        f"up to the gap exactly. {UNROUNDED.en}"
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
        (
            sentence,
            Figure("split", caption, alt, picture.svg, picture.width, picture.height, chart, illustrative),
            table,
        ),
    )
