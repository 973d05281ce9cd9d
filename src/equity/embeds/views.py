"""The three embeds as HTML: map, chart and card."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from equity.draw.lettering import punctuate
from equity.draw.theme import theme
from equity.embeds.drawings import draw_chart, draw_map
from equity.embeds.material import Material
from equity.http.page import light_page, templates
from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.say import (
    BASES,
    BASES_SHORT,
    GRADE_HELP,
    Voice,
    format_concerned,
    format_range,
    texts_of,
)

STYLE, SCRIPT = (Path(__file__).with_name(name) for name in ("embed.css", "embed.js"))
TEMPLATES = templates(Path(__file__).with_name("templates"))
SIZES = {"wide": (760.0, 430.0), "narrow": (400.0, 430.0)}
TEXTS = texts_of(__name__)
WORDS = TEXTS["words"]


def embed_page(kind: str, m: Material, *, current: str, discovery: str, approval: str = "") -> str:
    """The page of one embed. ``current`` is the present data version: a pinned embed says when there is newer data.
    ``discovery`` is the address of its oEmbed answer.
    """
    notices = list(m.notices)
    if m.pinned:
        notices.append(WORDS["pinned" if m.data_version == current else "newer"][m.lang].format(m.pinned))
    shown = _card(m) if kind == "card" else _drawings(kind, m, approval) | _twin(m)
    return light_page(
        TEMPLATES,
        "card" if kind == "card" else "drawing",
        name=f"{kind}-page",
        lang=m.lang,
        theme=m.view.theme,
        title=m.caption,
        style=STYLE,
        script=SCRIPT,
        m=m,
        kind=kind,
        discovery=discovery,
        words={name: word[m.lang] for name, word in WORDS.items()},
        notices=[_zh(notice, m.voice) for notice in notices],
        version=WORDS["version"][m.lang].format(m.data_version),
        **shown,
    )


def failure_page(said: str, *, voice: Voice, theme: str) -> str:
    return light_page(
        TEMPLATES,
        "failure",
        name="card-page",
        lang=voice.lang,
        theme=theme,
        title="404",
        style=STYLE,
        said=said,
    )


def _zh(text: str, voice: Voice) -> str:
    return punctuate(text) if voice.zh else text


def _drawings(kind: str, m: Material, approval: str) -> dict[str, Any]:
    """A wide and a narrow one; every text in them is escaped where they are drawn."""
    drawn = []
    for name, (width, height) in SIZES.items():
        if kind == "map":
            made = draw_map(m, width=width, height=height, is_live=True, ids=name[0], approval=approval)
        else:
            made = draw_chart(m, width=width, height=height, is_live=True, ids=name[0])
        drawn.append((name, Markup(made.inline)))
    return {"drawings": drawn}


def _twin(m: Material) -> dict[str, Any]:
    """The table twin of a drawing: caption, heads, and cells by the code of the zone."""
    sides = [*m.sides, *([GAP] if m.query.basis == GAP else [])]
    unit = m.records[0].unit(m.lang) if m.records else ""
    intervals = any(r.low is not None for r in m.records)
    heads = [WORDS["zone"][m.lang], *(BASES_SHORT[s][m.lang] for s in sides)]
    heads += [WORDS[k][m.lang] for k in (("interval",) if intervals else ()) + ("people", "grade")]
    rows = []
    for i, record in enumerate(m.records):
        shown = [m.sides[s][i] if s != GAP else record for s in sides]
        cells = [m.names[record.zone][1], *(_said(r, m.voice) for r in shown)]
        cells += [_interval(record, m.voice)] if intervals else []
        about = format_concerned(record.persons, record.concerned_unit(m.lang), m.lang) or "—"
        cells += [about, grade_words([record], m.voice) if record.ok else "—"]
        rows.append((record.zone, cells))
    caption = _zh(f"{m.caption} ({unit})" if unit else m.caption, m.voice)
    return {"caption": caption, "heads": heads, "rows": rows}


def _said(record: ValueRecord, voice: Voice) -> str:
    return voice.figure(record)


def _interval(record: ValueRecord, voice: Voice) -> str:
    if record.low is None or record.high is None:
        return "—"
    return format_range(record.low, record.high, voice.lang, decimals=record.decimals)


def _card(m: Material) -> dict[str, Any]:
    """One zone (the city unless the address names one): both populations, the gap, grade and year."""
    records = m.whole
    code = next((r.zone for r in records.values()), m.city.code)
    shown = records.get(m.query.basis)
    grade = shown.grade if shown and shown.ok else ""
    return {
        "zone": m.names.get(code, ("", code))[1],
        "grade": grade,
        "grade_word": grade_words([shown], m.voice) if shown and grade else "",
        "grade_help": GRADE_HELP[grade][m.lang] if grade else "",
        "figures": [_figure(m, basis, record) for basis, record in records.items()],
        "sentence": m.sentence if code == m.city.code else "",
        "source": "" if m.source_line in m.notices else _zh(m.source_line, m.voice),
    }


def _figure(m: Material, basis: str, record: ValueRecord) -> dict[str, str]:
    number, interval = _said(record, m.voice), _interval(record, m.voice)
    return {
        "name": BASES[basis][m.lang],
        "number": number,
        "unit": record.unit(m.lang) if record.ok else "",
        "colour": theme("page").side(basis) if basis in m.sides and len(m.sides) > 1 else "",
        "interval": interval if record.low is not None and interval != number else "",
    }
