"""PowerPoint: at most five 16:9 slides with native, editable charts and tables, the map as a picture, notes
with sources.
"""

from __future__ import annotations

import io
from dataclasses import replace

from pptx import Presentation
from pptx.presentation import Presentation as PptxPresentation
from pptx.slide import Slide
from pptx.util import Inches

from equity.documents.archives import read_zip, seal_office, write_zip
from equity.documents.images import figure_png
from equity.documents.pdf import stamp
from equity.documents.pptx_parts import (
    Place,
    add_cards,
    add_chart,
    add_mark,
    add_picture,
    add_table,
    add_text,
    add_title,
)
from equity.snapshot.document import Bullets, Figure, Snapshot, Table

WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
LEFT, TOP, INNER = 0.55, 1.2, 12.23
MAP_DPI = 220
FONT_ZH = "微软雅黑"


def write_pptx(snapshot: Snapshot) -> bytes:
    """The snapshot as PPTX; slides whose section was left out are left out."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for make in (_opening, _bases, _map, _split, _closing):
        make(deck, snapshot)
    properties, moment = deck.core_properties, stamp(snapshot).replace(tzinfo=None)
    properties.title, properties.subject, properties.author = (
        snapshot.title,
        snapshot.subtitle,
        snapshot.labels["product"],
    )
    properties.identifier, properties.last_modified_by = snapshot.id, snapshot.labels["product"]
    properties.created = properties.modified = moment
    properties.revision = 1
    buffer = io.BytesIO()
    deck.save(buffer)
    return seal_office(_with_chinese_font(buffer.getvalue()), "pptx", snapshot.id)


def _with_chinese_font(body: bytes) -> bytes:
    """Theme fonts of the default template know no Chinese face."""
    parts = read_zip(body)
    for name in [n for n in parts if n.startswith("ppt/theme/")]:
        parts[name] = parts[name].replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{FONT_ZH}"/>'.encode())
    return write_zip(parts)


def _slide(
    deck: PptxPresentation, snapshot: Snapshot, title: str, *, illustrative: bool, notes: str
) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only
    add_title(slide, title, Place(LEFT, 0.35, INNER - 2.5, 0.75))
    if illustrative:
        add_mark(slide, snapshot.labels["mark"], Place(WIDTH - 2.85, 0.5, 2.3, 0.4))
    word = snapshot.labels
    foot = f"{snapshot.zone_name} · {word['released']} {snapshot.released} · {word['id']} {snapshot.id}"
    add_text(slide, [foot], Place(LEFT, HEIGHT - 0.45, INNER, 0.3), size=10, muted=True)
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = notes
    return slide


def _notes(snapshot: Snapshot, *tables: Table | Figure | None) -> str:
    lines = [t.note for t in tables if isinstance(t, Table) and t.note]
    lines += [
        f"{row[0].plain}: {row[-1].text}"
        for t in tables
        if isinstance(t, Table) and t.id in ("bases", "shortfall")
        for row in t.rows
    ]
    lines.append(snapshot.labels["source"] + ":")
    lines += [f"- {s.text}" for s in snapshot.sources]
    link = f"{snapshot.labels['link']} {snapshot.link}" if snapshot.link else ""
    return "\n".join([*lines, snapshot.notice, link]).strip()


def _find(
    snapshot: Snapshot, section: str, block: str, kind: type[Table] | type[Figure]
) -> Table | Figure | None:
    found = snapshot.section(section)
    return next((b for b in found.blocks if isinstance(b, kind) and b.id == block), None) if found else None


def _table(snapshot: Snapshot, section: str, block: str) -> Table | None:
    found = _find(snapshot, section, block, Table)
    return found if isinstance(found, Table) else None


def _figure(snapshot: Snapshot, section: str, block: str) -> Figure | None:
    found = _find(snapshot, section, block, Figure)
    return found if isinstance(found, Figure) else None


def _opening(deck: PptxPresentation, snapshot: Snapshot) -> None:
    slide = _slide(deck, snapshot, snapshot.title, illustrative=snapshot.illustrative, notes=_notes(snapshot))
    add_text(slide, [snapshot.subtitle], Place(LEFT, 1.02, INNER, 0.35), size=14, muted=True)
    add_cards(slide, snapshot.key_figures, Place(LEFT, 1.6, INNER, 1.5))
    add_text(slide, list(snapshot.summary), Place(LEFT, 3.3, INNER, 1.6), size=13, bullets=True)
    people = _figure(snapshot, "population", "population")
    if people and people.chart:
        add_chart(
            slide, people.chart, Place(LEFT, 4.75, INNER, 2.2), alt=people.alt, decimals=0, lang=snapshot.lang
        )


def _bases(deck: PptxPresentation, snapshot: Snapshot) -> None:
    table, shortfall = _table(snapshot, "bases", "bases"), _table(snapshot, "shortfall", "shortfall")
    section = snapshot.section("bases") or snapshot.section("shortfall")
    if section is None:
        return
    marked = any(t.illustrative for t in (table, shortfall) if t)
    slide = _slide(
        deck, snapshot, section.title, illustrative=marked, notes=_notes(snapshot, table, shortfall)
    )
    both = table is not None and shortfall is not None
    width = INNER / 2 - 0.12 if both else INNER
    if table:
        shown = _without(_with_units(table), (4, 5, 6)) if both else table
        add_table(slide, shown, Place(LEFT, TOP, width, 5.4), caption=True)
    if shortfall:
        add_table(
            slide,
            _without(shortfall, (4, 7)) if both else shortfall,
            Place(LEFT + (INNER / 2 + 0.12 if both else 0), TOP, width, 5.4),
            caption=True,
        )


def _without(table: Table, dropped: tuple[int, ...]) -> Table:
    keep = [i for i in range(len(table.columns)) if i not in dropped]
    return replace(
        table,
        columns=tuple(table.columns[i] for i in keep),
        rows=tuple(tuple(row[i] for i in keep) for row in table.rows),
    )


def _with_units(table: Table, unit: int = 5) -> Table:
    """The unit behind the name in the first column: half a slide has no room for a column of its own."""
    rows = [(replace(row[0], text=f"{row[0].text} · {row[unit].text}"), *row[1:]) for row in table.rows]
    return replace(table, rows=tuple(rows))


def _map(deck: PptxPresentation, snapshot: Snapshot) -> None:
    drawn, bases = _figure(snapshot, "map", "map"), _figure(snapshot, "map", "bases")
    if drawn is None:
        return
    table = _table(snapshot, "map", "divisions")
    slide = _slide(
        deck, snapshot, drawn.caption, illustrative=drawn.illustrative, notes=_notes(snapshot, table)
    )
    height = 5.75
    add_picture(
        slide,
        figure_png(drawn, dpi=MAP_DPI),
        Place(LEFT, TOP, height * drawn.width / drawn.height, height),
        alt=drawn.alt,
        name=drawn.caption,
    )
    right = Place(LEFT + 5.1, TOP, INNER - 5.1, height)
    if bases and bases.chart:
        add_chart(
            slide, bases.chart, right, alt=bases.alt, decimals=1, lang=snapshot.lang, title=bases.caption
        )
    elif table:
        add_table(slide, table, right)


def _split(deck: PptxPresentation, snapshot: Snapshot) -> None:
    figure, table = _figure(snapshot, "split", "split"), _table(snapshot, "split", "split")
    section = snapshot.section("split")
    if figure is None or figure.chart is None or section is None:
        return
    slide = _slide(
        deck, snapshot, section.title, illustrative=figure.illustrative, notes=_notes(snapshot, table)
    )
    add_chart(
        slide,
        figure.chart,
        Place(LEFT, TOP, 6.2, 5.7),
        alt=figure.alt,
        decimals=1,
        lang=snapshot.lang,
        title=f"{figure.caption} · {figure.chart.unit}",
        labels=False,
    )
    if table:
        add_table(slide, _without(table, (7,)), Place(LEFT + 6.3, TOP, INNER - 6.3, 5.2))


def _closing(deck: PptxPresentation, snapshot: Snapshot) -> None:
    measures, limits = _table(snapshot, "measures", "measures"), snapshot.section("limits")
    if measures is None and limits is None:
        return
    section = snapshot.section("measures") or limits
    slide = _slide(
        deck, snapshot, section.title if section else "", illustrative=False, notes=_notes(snapshot)
    )
    width = 8.6 if limits else INNER
    if measures:
        add_table(slide, measures, Place(LEFT, TOP, width, 5.4))
    if limits:
        items = next((b.items for b in limits.blocks if isinstance(b, Bullets)), ())
        left = LEFT + width + 0.25 if measures else LEFT
        add_text(
            slide,
            [limits.title, *items[:4]],
            Place(left, TOP, WIDTH - left - LEFT, 5.4),
            size=12,
            bullets=True,
            heading=True,
        )
