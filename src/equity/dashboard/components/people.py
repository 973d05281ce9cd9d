"""Who lives here: the three disjoint groups as one bar, what follows from them, ages, registration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.figures.proportions import proportions
from equity.dashboard.parts import grade_chip, interval_ends, key_figure, record_chip, value_text, year_text
from equity.indicators.records import ValueRecord
from equity.query import Query
from equity.say import BASES, BASES_SHORT, Label, format_number, format_value, listed
from equity.settings import CENSUS_YEAR, CITY_CODE

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators
    from equity.indicators.zones import Zone

# In this order both wholes, registered and residents, are one stretch of the bar.
GROUPS = ("absent", "local", "non_local")
WHOLES = {"registered": ("absent", "local"), "resident": ("local", "non_local")}
AGES = {
    "age_0_14": Label("0–14 岁", "Ages 0–14"),
    "age_15_59": Label("15–59 岁", "Ages 15–59"),
    "age_60_plus": Label("60 岁及以上", "Ages 60 and over"),
}
ORIGINS = {
    "here": Label("户口就在本地", "Registered here"),
    "registered_elsewhere_same_division": Label("本区县其他乡镇街道", "Elsewhere in this division"),
    "registered_elsewhere_in_yunnan": Label("云南省内其他地方", "Elsewhere in Yunnan"),
    "registered_other_province": Label("外省", "Another province"),
}
ORIGIN_NOTE = Label(
    "普查按乡镇街道登记“人户分离”。户口在本区县其他乡镇街道的人，在本看板中算本地户籍常住人口。",
    "The census counts people away from the township of their registration. Those registered elsewhere in "
    "this division count as local residents here.",
)
WHO_BAR = Label(
    "{name}：外出户籍人口 {absent}，本地户籍常住人口 {local}，外来常住人口 {non_local}。",
    "{name}: absent registered {absent}, local residents {local}, non-local residents {non_local}.",
)
AGE_TITLE = Label("常住人口的年龄", "Ages of the residents")
ORIGIN_TITLE = Label("常住人口的户口在哪里", "Where the residents are registered")
# Share of a bar from which a number fits into its part, on a wide screen and on a phone.
ROOM_PCT, ROOM_PHONE_PCT = 10, 20
ROUNDING = 0.001  # an interval narrower than this share of the value is mere rounding
NOBODY = Label("这里没有人口。", "Nobody lives or is registered here.")
DENSITY = Label("人口密度", "Density")


def groups_bar(indicators: Indicators, zone: Zone, lang: str) -> Any:
    """One bar A | L | N with a bracket over the residents and one under the registered population."""
    people = indicators.population(zone.code)
    if not all(people[g].ok for g in GROUPS):
        return None
    parts = {p.id: p for p in proportions([(g, people[g].value or 0.0) for g in GROUPS])}
    if not parts:
        return html.P(NOBODY[lang], className="muted")
    segments = [
        html.Div(
            [
                html.Span(BASES[g][lang], className="group-name"),
                html.Span(value_text(people[g], lang), className="group-value"),
            ],
            className=f"group group-{g}" + (" group-narrow" if parts[g].width < 14 else ""),
            style={"flexBasis": f"{parts[g].width:.3f}%"},
            title=f"{BASES[g][lang]} {value_text(people[g], lang)}",
        )
        for g in GROUPS
    ]
    brackets = {
        whole: html.Div(
            [
                html.Span(
                    [
                        html.B(BASES_SHORT[whole][lang]),
                        " ",
                        value_text(people[whole], lang),
                        " ",
                        record_chip(people[whole], lang),
                    ],
                    className="bracket-label",
                )
            ],
            className=f"bracket bracket-{whole}",
            style={
                "marginLeft": f"{parts[of[0]].start:.3f}%",
                "width": f"{parts[of[0]].width + parts[of[1]].width:.3f}%",
            },
        )
        for whole, of in WHOLES.items()
    }
    spoken = WHO_BAR[lang].format(name=zone.name(lang), **{g: value_text(people[g], lang) for g in GROUPS})
    key = html.Ul(
        [
            html.Li(
                [
                    html.Span(className=f"swatch swatch-{g}"),
                    f"{BASES[g][lang]} ",
                    html.B(value_text(people[g], lang)),
                    " ",
                    record_chip(people[g], lang),
                ]
            )
            for g in GROUPS
        ],
        className="group-key",
    )
    return html.Div(
        [
            html.Div(
                [brackets["resident"], html.Div(segments, className="groups"), brackets["registered"]],
                className="groups-figure",
                role="img",
                **{"aria-label": spoken},
            ),
            key,
        ]
    )


def people_facts(indicators: Indicators, zone: Zone, lang: str) -> html.Dl:
    """Key figures that follow from the groups."""
    people = indicators.population(zone.code)
    labels = {"resident": "residents", "registered": "registered"}
    facts = [_key(people[g], indicators.registry.measures[m].label[lang], lang) for g, m in labels.items()]
    for measure in ("registered_ratio", "non_local_share"):
        record = indicators.value(Query("population", measure, "value"), zone.code)
        facts.append(_key(record, indicators.registry.measures[measure].label[lang], lang))
    area = zone.area_km2
    if area and people["resident"].ok:
        density = (people["resident"].value or 0) / area
        unit = "人/km²" if lang == "zh" else "per km²"
        note = f"{year_text(CENSUS_YEAR, lang)} · {format_number(area, lang)} km²"
        facts.append(key_figure(DENSITY[lang], format_value(density, unit, lang, decimals=0), note=note))
    return html.Dl(facts, className="key-figures key-figures-wide")


def _key(record: ValueRecord, label: str, lang: str) -> Any:
    note = year_text(CENSUS_YEAR, lang)
    low, high = record.low, record.high
    if record.value and low is not None and high is not None and high - low > ROUNDING * record.value:
        ends = interval_ends(record, lang)
        note += f" · {ends}" if ends else ""
    return key_figure(
        label, value_text(record, lang), note=note, chip=record_chip(record, lang) if record.ok else None
    )


def ages(indicators: Indicators, zone: Zone, lang: str) -> Any:
    """Three age groups of this zone above those of its functional zone and the city."""
    rows = []
    for code in dict.fromkeys(c for c in (zone.code, zone.functional_zone, CITY_CODE) if c):
        shares = indicators.ages(code)
        if not all(item in shares for item in AGES):
            continue
        rows.append(
            stacked(
                indicators.zone(code).short(lang) if code == zone.code else indicators.zone(code).name(lang),
                [(item, AGES[item][lang], shares[item]) for item in AGES],
                lang,
                own=code == zone.code,
            )
        )
    return (
        figure(
            AGE_TITLE[lang],
            rows,
            [(f"age-{i}", label[lang]) for i, label in enumerate(AGES.values())],
            lang,
            "observed",
        )
        if rows
        else None
    )


def origins(indicators: Indicators, zone: Zone, lang: str) -> Any:
    """Where the residents are registered: here, in this division, in Yunnan, in another province."""
    shares = indicators.ages(zone.code)
    away = [k for k in ORIGINS if k != "here"]
    if not all(k in shares and shares[k].ok for k in away):
        return None
    here = 100 - sum(shares[k].value or 0 for k in away)
    first = shares[away[0]]
    known = {
        "here": ValueRecord(
            zone.code, replace(first.query, measure="here"), here, "%", "%", 1, "ok", first.grade
        )
    }
    known |= {k: shares[k] for k in away}
    rows = [stacked("", [(k, ORIGINS[k][lang], known[k]) for k in ORIGINS], lang, own=True, prefix="origin")]
    entries = [
        (f"origin-{i}", f"{label[lang]} {format_value(known[k].value, '%', lang, decimals=1)}")
        for i, (k, label) in enumerate(ORIGINS.items())
    ]
    return figure(ORIGIN_TITLE[lang], [*rows], entries, lang, first.grade, note=ORIGIN_NOTE[lang])


def stacked(
    name: str, items: list[tuple[str, str, ValueRecord]], lang: str, *, own: bool, prefix: str = "age"
) -> html.Div:
    """One named bar of shares; each part carries its number where it has room, and its words as a title."""
    parts = proportions([(key, record.value or 0.0) for key, _, record in items])
    shown = []
    for index, ((_, label, record), part) in enumerate(zip(items, parts, strict=True)):
        text = format_value(record.value, "%", lang, decimals=1)
        shown.append(
            html.Span(
                text if part.width >= ROOM_PCT else "",
                className=f"stack-part fill-{prefix}-{index}"
                + (" narrow" if part.width < ROOM_PHONE_PCT else ""),
                style={"width": f"{part.width:.3f}%"},
                title=f"{label} {text}",
            )
        )
    spoken = listed(
        (f"{label} {format_value(r.value, '%', lang, decimals=1)}" for _, label, r in items), lang
    )
    bar = html.Div(shown, className="stack", role="img", **{"aria-label": f"{name} {spoken}".strip()})
    return html.Div(
        [html.Span(name, className="stack-name"), bar] if name else bar,
        className="stack-row" + (" own" if own else ""),
    )


def figure(
    title: str, rows: list[Any], entries: list[tuple[str, str]], lang: str, grade: str, *, note: str = ""
) -> html.Figure:
    """A titled small figure with its key and grade."""
    year = str(CENSUS_YEAR) if lang == "en" else f"{CENSUS_YEAR} 年"
    key = html.Ul(
        [html.Li([html.Span(className=f"swatch fill-{name}"), text]) for name, text in entries],
        className="swatch-key",
    )
    head = html.Figcaption(
        [html.H3(title), html.Span([f"{year} ", grade_chip(grade, lang)], className="figure-meta")]
    )
    tail = [html.P(note, className="note")] if note else []
    return html.Figure([head, html.Div(rows, className="stacks"), key, *tail], className="small-figure")


__all__ = ["ages", "groups_bar", "origins", "people_facts"]
