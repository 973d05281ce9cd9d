"""PowerPoint: few 16:9 slides with native, editable charts and tables, the map as a picture, notes with sources."""

import io
from dataclasses import replace

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PptxPresentation
from pptx.slide import Slide
from pptx.util import Inches

from equity.documents.archives import as_part, parse, read_zip, seal_office, write_zip
from equity.documents.identity import stamp
from equity.documents.images import figure_png
from equity.documents.pptx_parts import (
    Place,
    add_cards,
    add_chart,
    add_mark,
    add_picture,
    add_text,
    add_title,
    marked_text,
)
from equity.documents.pptx_table import add_table
from equity.say import Voice
from equity.views.drawings import Figure
from equity.views.model import Bullets, Report, Sentence
from equity.views.tables import Table

WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
LEFT, TOP, INNER, GUTTER = 0.55, 1.2, 12.23, 0.24
# tables of services and of plans
SHOWN = frozenset({"coverage", "bases", "rates", "averages", "conditions", "shortfall", "plans"})
BESIDE = ("rank", "year", "grade", "yardstick")  # columns that give way where two tables stand side by side
MAP_DPI = 220
FONT_ZH = "微软雅黑"


def write_pptx(report: Report) -> bytes:
    """The snapshot as PPTX; slides whose section was left out are left out."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _opening(deck, report)
    _tables(deck, report, ("compared",))
    _plans(deck, report)
    _tables(deck, report, ("services", "bases", "shortfall"))
    _map(deck, report)
    _split(deck, report, "split")
    _tables(deck, report, ("demonstration",))
    _split(deck, report, "demonstration")
    _closing(deck, report)
    properties, moment = deck.core_properties, stamp(report).replace(tzinfo=None)
    properties.title, properties.subject, properties.author = (
        report.title,
        report.subtitle,
        report.labels["product"],
    )
    properties.identifier, properties.last_modified_by = report.id, report.labels["product"]
    properties.created = properties.modified = moment
    properties.revision = 1
    buffer = io.BytesIO()
    deck.save(buffer)
    return seal_office(_with_chinese_font(buffer.getvalue()), "pptx", report.id)


def _with_chinese_font(body: bytes) -> bytes:
    """Theme fonts of the default template know no Chinese face."""
    parts = read_zip(body)
    for name in [n for n in parts if n.startswith("ppt/theme/")]:
        root = parse(parts[name])
        for font in root.iter(qn("a:ea")):
            font.set("typeface", FONT_ZH)
        parts[name] = as_part(root)
    return write_zip(parts)


def _slide(deck: PptxPresentation, report: Report, title: str, *, marked: bool, notes: str) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only
    add_title(slide, title, Place(LEFT, 0.35, INNER - 2.5, 0.75))
    if marked:
        add_mark(slide, report.labels["mark"], Place(WIDTH - 2.85, 0.5, 2.3, 0.4))
    word = report.labels
    foot = f"{report.zone_name} · {word['released']} {report.released} · {word['id']} {report.id}"
    add_text(slide, [foot], Place(LEFT, HEIGHT - 0.45, INNER, 0.3), size=10, muted=True)
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = notes
    return slide


def _notes(report: Report, *tables: Table | None) -> str:
    """What a slide has no room for: notes of its tables, the grade of each row, the sources."""
    shown = [t for t in tables if t is not None]
    lines = [t.note for t in shown if t.note]
    for table in shown:
        if table.has("grade"):
            first = table.cells(table.columns[0].id)
            lines += [
                f"{name.text}: {grade.text}" for name, grade in zip(first, table.cells("grade"), strict=True)
            ]
    lines += [report.labels["source"] + ":", *(f"- {s.text}" for s in report.sources)]
    link = f"{report.labels['link']} {report.link}" if report.link else ""
    return "\n".join([*lines, report.notice, link]).strip()


def _opening(deck: PptxPresentation, report: Report) -> None:
    slide = _slide(deck, report, report.title, marked=report.illustrative, notes=_notes(report))
    add_text(slide, [report.subtitle], Place(LEFT, 1.02, INNER, 0.35), size=14, muted=True)
    add_cards(slide, report.key_figures, Place(LEFT, 1.6, INNER, 1.5))
    said = [marked_text(s.text, s.grade) for s in report.summary]
    add_text(slide, said, Place(LEFT, 3.2, INNER, 1.6), size=12, bullets=True)
    people = next((f for _, f in report.figures() if f.id == "population"), None)
    if people and people.chart:
        add_chart(
            slide, people.chart, Place(LEFT, 5.2, INNER, 1.75), alt=people.alt, voice=Voice(report.lang)
        )


def _tables(deck: PptxPresentation, report: Report, sections: tuple[str, ...]) -> None:
    """The first two tables of these sections side by side, in the columns that half a slide has room for."""
    found = [(s, t.printed) for s, t in report.tables() if s.id in sections and t.id in SHOWN]
    found = found[:2]
    if not found:
        return
    tables = [table for _, table in found]
    marked = any(t.illustrative for t in tables)
    slide = _slide(deck, report, found[0][0].title, marked=marked, notes=_notes(report, *tables))
    width = (INNER - GUTTER * (len(tables) - 1)) / len(tables)
    for n, table in enumerate(tables):
        shown = _with_units(table).without(*BESIDE) if len(tables) > 1 else table
        add_table(slide, shown, Place(LEFT + n * (width + GUTTER), TOP, width, 5.4), caption=True)


def _with_units(table: Table) -> Table:
    """The unit behind the name in the first column: half a slide has no room for a column of its own."""
    if not table.has("unit"):
        return table
    named = [
        replace(row[0], text=f"{row[0].text} · {unit.text}")
        for row, unit in zip(table.rows, table.cells("unit"), strict=True)
    ]
    rows = tuple((name, *row[1:]) for name, row in zip(named, table.rows, strict=True))
    return replace(table, rows=rows).without("unit")


def _map(deck: PptxPresentation, report: Report) -> None:
    section = report.section("map")
    figures = {b.id: b for b in section.blocks if isinstance(b, Figure)} if section else {}
    table = next((t.printed for _, t in report.tables() if t.id in {"divisions", "changes"}), None)
    drawn, bases = figures.get("map"), figures.get("bases")
    if drawn is None:
        return
    slide = _slide(deck, report, drawn.caption, marked=drawn.illustrative, notes=_notes(report, table))
    height = 5.75
    place = Place(LEFT, TOP, height * drawn.width / drawn.height, height)
    add_picture(slide, figure_png(drawn, dpi=MAP_DPI), place, alt=drawn.alt, name=drawn.caption)
    right = Place(LEFT + 5.1, TOP, INNER - 5.1, height)
    if bases and bases.chart:
        add_chart(slide, bases.chart, right, alt=bases.alt, voice=Voice(report.lang), title=bases.caption)
    elif table:
        add_table(slide, table, right)


def _plans(deck: PptxPresentation, report: Report) -> None:
    """Two slides for every service of a plan: the map of change beside who gains, and both groups before and after."""
    for section in report.sections if report.plans else ():
        figures = [b for b in section.blocks if isinstance(b, Figure)]
        drawn = next((f for f in figures if f.map), None)
        charts = [f for f in figures if f.chart]
        gains = next((b.printed for b in section.blocks if isinstance(b, Table)), None)
        if drawn is None or gains is None:
            continue
        said = [marked_text(b.text, b.grade) for b in section.blocks if isinstance(b, Sentence)]
        slide = _slide(deck, report, section.title, marked=drawn.illustrative, notes=_notes(report, gains))
        height = 5.4
        place = Place(LEFT, TOP, height * drawn.width / drawn.height, height)
        add_picture(slide, figure_png(drawn, dpi=MAP_DPI), place, alt=drawn.alt, name=drawn.caption)
        right = LEFT + 4.75
        add_text(slide, said[:4], Place(right, TOP, WIDTH - LEFT - right, 2.5), size=12, bullets=True)
        shown = replace(gains, rows=gains.rows[:8]).without("grade")
        add_table(slide, shown, Place(right, TOP + 2.6, WIDTH - LEFT - right, 2.8))
        if not charts:
            continue
        slide = _slide(deck, report, section.title, marked=drawn.illustrative, notes=_notes(report))
        width = (INNER - GUTTER) / 2
        for n, figure in enumerate(charts[:2]):
            assert figure.chart is not None
            place = Place(LEFT + n * (width + GUTTER), TOP, width, 5.4)
            add_chart(
                slide, figure.chart, place, alt=figure.alt, voice=Voice(report.lang), title=figure.caption
            )


def _split(deck: PptxPresentation, report: Report, name: str) -> None:
    section = report.section(name)
    blocks = section.blocks if section else ()
    figure = next((b for b in blocks if isinstance(b, Figure) and b.id == "split"), None)
    table = next((b.printed for b in blocks if isinstance(b, Table) and b.id == "split"), None)
    if section is None or figure is None or figure.chart is None:
        return
    slide = _slide(deck, report, figure.caption, marked=figure.illustrative, notes=_notes(report, table))
    add_chart(
        slide,
        figure.chart,
        Place(LEFT, TOP, 6.2, 5.7),
        alt=figure.alt,
        voice=Voice(report.lang),
        title=figure.chart.unit,
        labels=False,
    )
    if table:
        add_table(slide, table.without("grade"), Place(LEFT + 6.3, TOP, INNER - 6.3, 5.2))


def _closing(deck: PptxPresentation, report: Report) -> None:
    measures = next((t for _, t in report.tables() if t.id == "measures"), None)
    limits = report.section("limits")
    section = report.section("measures") if measures else limits
    if section is None:
        return
    slide = _slide(deck, report, section.title, marked=False, notes=_notes(report))
    width = 8.6 if limits else INNER
    if measures:
        add_table(slide, measures, Place(LEFT, TOP, width, 5.4))
    if limits:
        points = next((b.items for b in limits.blocks if isinstance(b, Bullets)), ())
        left = LEFT + width + 0.25 if measures else LEFT
        place = Place(left, TOP, WIDTH - left - LEFT, 5.4)
        lines = [limits.title, *(point.text for point in points[:4])]
        add_text(slide, lines, place, size=12, bullets=True, heading=True)
