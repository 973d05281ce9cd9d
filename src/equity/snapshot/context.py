"""Sections around the numbers: policy measures and departments, sources and grades, limits."""

from __future__ import annotations

from collections.abc import Iterable

from equity.indicators.citations import cite_all
from equity.indicators.records import ValueRecord
from equity.say import GRADE_HELP, GRADES
from equity.snapshot.document import Bullets, Cell, Column, Section, Source, Table
from equity.snapshot.material import Material, grade_cell
from equity.snapshot.words import LIMITS, SECTION_TITLES


def measures_section(m: Material) -> Section | None:
    """Measures of the implementation plan that concern the chosen services, with the departments that answer
    for them.
    """
    chosen = {
        d.id: d.label[m.lang] for d in m.services("population", "total", "facility", "condition", "composite")
    }
    rows = []
    for row in m.indicators.library.policy_measures.to_dict("records"):
        services = [s for s in row["services"] if s in chosen]
        if not services:
            continue
        every = "所列全部服务" if m.zh else "all services listed"
        listed = (
            every
            if len(services) == len(chosen) > 1
            else ("、" if m.zh else ", ").join(chosen[s] for s in services)
        )
        departments = ("、" if m.zh else "; ").join(row["departments_zh" if m.zh else "departments_en"])
        rows.append(
            (
                Cell(str(row["number"]), float(row["number"])),
                Cell(str(row["title_zh" if m.zh else "title_en"])),
                Cell(listed),
                Cell(departments),
            )
        )
    if not rows:
        return None
    word = m.word
    table = Table(
        "measures",
        "相关政策措施与责任单位" if m.zh else "Measures concerned and who is responsible",
        (
            Column(word["number"], 0.7),
            Column(word["measure"], 2.1),
            Column(word["services"], 3.2 if m.zh else 2.4),
            Column(word["departments"], 3.2 if m.zh else 5.2),  # English names of offices are long
        ),
        tuple(rows),
    )
    return Section("measures", SECTION_TITLES["measures"][m.lang], (table,))


def sources_of(records: Iterable[ValueRecord], lang: str) -> tuple[Source, ...]:
    """Each source once, in words, with the worst grade of the numbers that rest on it."""
    order = list(GRADES)
    worst: dict[str, str] = {}
    for record in records:
        for source in cite_all(record.sources, lang):
            worst[source] = max(worst.get(source, "observed"), record.grade, key=order.index)
    return tuple(
        Source(text, worst[text]) for text in sorted(worst, key=lambda s: (order.index(worst[s]), s))
    )


def sources_section(m: Material, sources: tuple[Source, ...]) -> Section:
    word = m.word
    cited = Table(
        "sources",
        "所用数据来源" if m.zh else "Sources used",
        (Column(word["source"], 5), Column("最低等级" if m.zh else "Worst grade", 1)),
        tuple((Cell(s.text), grade_cell(s.grade, m.lang)) for s in sources),
        note="等级为依据该来源的数字中最低的等级。"
        if m.zh
        else "The grade is the worst among the numbers that rest on the source.",
    )
    grades = Table(
        "grades",
        "数据等级" if m.zh else "Grades",
        (Column(word["grade"], 1), Column(word["meaning"], 5)),
        tuple(
            (Cell(label[m.lang], grade=key), Cell(GRADE_HELP[key][m.lang])) for key, label in GRADES.items()
        ),
    )
    return Section("sources", SECTION_TITLES["sources"][m.lang], (cited, grades))


def limits_section(m: Material) -> Section:
    """General limits, then the caveats of the chosen services (each once)."""
    caveats: dict[str, list[str]] = {}
    for definition in m.services("total", "facility", "condition"):
        for caveat in m.indicators.caveats(definition.id, m.zone.code):
            caveats.setdefault(caveat[m.lang], []).append(definition.label[m.lang])
    joiner, colon = ("、", ":") if m.zh else (", ", ": ")
    items = [
        *(limit[m.lang] for limit in LIMITS),
        *(f"{joiner.join(names)}{colon}{text}" for text, names in caveats.items()),
    ]
    return Section("limits", SECTION_TITLES["limits"][m.lang], (Bullets(tuple(items)),))
