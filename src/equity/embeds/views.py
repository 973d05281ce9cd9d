"""The three embeds as HTML: map, chart and card. All text is escaped; the drawings are escaped where they
are made.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from equity.draw.palette import SIDES
from equity.draw.typography import punctuate
from equity.embeds.drawings import draw_chart, draw_map
from equity.embeds.material import Material
from equity.headlines import say
from equity.http.page import light_page, read_text
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.say import (
    BASES,
    BASES_SHORT,
    GRADE_HELP,
    GRADES,
    Label,
    format_concerned,
    format_number,
    format_range,
)
from equity.settings import CITY_CODE

STYLE, SCRIPT = (Path(__file__).with_name(name) for name in ("embed.css", "embed.js"))


WIDE, NARROW = (760.0, 430.0), (400.0, 430.0)
WORDS = {
    "table": Label("数据表", "Table"),
    "zone": Label("地区", "Zone"),
    "interval": Label("区间", "Interval"),
    "people": Label("涉及", "Concerned"),
    "grade": Label("等级", "Grade"),
    "open": Label("在看板中打开", "Open in the dashboard"),
    "snapshot": Label("打开快照", "Open the snapshot"),
    "illustrative": Label(
        "示意数据：占位数字，待单位导入台账后替换，不得作为决策依据。",
        "Illustrative data 示意: placeholders until the office loads its own register; do not base "
        "decisions on them.",
    ),
    "newer": Label(
        "固定在快照 {} 的数字；现有更新的数据。", "Pinned to the numbers of snapshot {}; there is newer data."
    ),
    "pinned": Label("固定在快照 {} 的数字。", "Pinned to the numbers of snapshot {}."),
    "version": Label("数据版本 {}", "Data version {}"),
}


def _w(key: str, lang: str) -> str:
    return escape(WORDS[key][lang])


def embed_page(kind: str, m: Material, *, current: str, approval: str = "", head: str = "") -> str:
    """The page of one embed. ``current`` is the present data version: a pinned embed says when there is
    newer data.
    """
    bodies = {"map": _map_body, "chart": _chart_body, "card": _card_body}
    body = bodies[kind](m, approval)
    notices = list(m.notices)
    if m.pinned:
        notices.append(WORDS["pinned" if m.data_version == current else "newer"][m.lang].format(m.pinned))
    said = "".join(f"<div>{escape(_zh(n, m.lang))}</div>" for n in notices)
    bar = f'<div class="notices" role="status">{said}</div>' if said else ""
    return light_page(
        f"{kind}-page",
        lang=m.lang,
        theme=m.view.theme,
        title=m.caption,
        body=bar + body + _foot(m, "" if kind == "card" else _twin(m)),
        css=read_text(STYLE),
        head=head,
        script=read_text(SCRIPT),
    )


def _zh(text: str, lang: str) -> str:
    return punctuate(text) if lang == "zh" else text


def _foot(m: Material, twin: str) -> str:
    version = WORDS["version"][m.lang].format(m.data_version)
    link = _w("snapshot" if m.pinned else "open", m.lang)
    address = escape(m.dashboard, quote=True)
    return (
        f'<footer>{twin}<span class="source">{escape(version)}</span>'
        f'<a class="end" href="{address}" target="_blank" rel="noopener">{link}</a></footer>'
        '<div id="card" hidden aria-hidden="true"></div>'
    )


def _header(m: Material) -> str:
    sentence = f"<p>{escape(m.sentence)}</p>" if m.sentence else ""
    return f"<header><h1>{escape(m.caption)}</h1>{sentence}</header>"


def _two(wide: str, narrow: str, kind: str) -> str:
    """One drawing for a wide frame and one for a narrow one: scaled text would not be readable on a phone."""
    return (
        f'<main><div class="drawing wide {kind}">{wide}</div>'
        f'<div class="drawing narrow {kind}">{narrow}</div></main>'
    )


def _map_body(m: Material, approval: str) -> str:
    drawn = [
        draw_map(m, width=w, height=h, title=False, tooltips=True, ids=ids, approval=approval)
        for ids, (w, h) in (("w", WIDE), ("n", NARROW))
    ]
    return _header(m) + _two(drawn[0], drawn[1], "map")


def _chart_body(m: Material, approval: str) -> str:
    drawn = [
        draw_chart(m, width=w, height=h, title=False, tooltips=True, ids=ids)
        for ids, (w, h) in (("w", WIDE), ("n", NARROW))
    ]
    return _header(m) + _two(drawn[0], drawn[1], "chart")


def _twin(m: Material) -> str:
    """The table twin of a drawing; the cards of the drawing are read from its rows."""
    sides = list(m.sides) + ([GAP] if m.query.basis == GAP else [])
    unit = m.records[0].unit(m.lang) if m.records else ""
    intervals = any(r.low is not None for r in m.records)
    heads = [WORDS["zone"][m.lang], *(f"{BASES_SHORT[s][m.lang]}" for s in sides)]
    heads += [WORDS[k][m.lang] for k in (("interval",) if intervals else ()) + ("people", "grade")]
    rows = []
    for i, record in enumerate(m.records):
        shown = [m.sides[s][i] if s != GAP else record for s in sides]
        cells = [m.names[record.zone][1], *(_said(r, m.lang) for r in shown)]
        cells += [_interval(record, m.lang)] if intervals else []
        about = format_concerned(record.persons, record.concerned_unit(m.lang), m.lang) or "—"
        cells += [about, GRADES[record.grade][m.lang] if record.ok else "—"]
        filled = "".join(f"<td{' class=n' if j else ''}>{escape(c)}</td>" for j, c in enumerate(cells))
        rows.append(f'<tr data-code="{escape(record.zone, quote=True)}">{filled}</tr>')
    headings = "".join(f"<th{' class=n' if j else ''}>{escape(h)}</th>" for j, h in enumerate(heads))
    caption = _zh(f"{m.caption} ({unit})" if unit else m.caption, m.lang)
    return (
        f"<details><summary>{_w('table', m.lang)}</summary>"
        f'<div class="scroll"><table id="twin"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{headings}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def _said(record: ValueRecord, lang: str) -> str:
    if not record.ok:
        return say(record, lang)
    return format_number(record.value, lang, decimals=record.decimals, signed=record.is_gap)


def _interval(record: ValueRecord, lang: str) -> str:
    if record.low is None or record.high is None:
        return "—"
    return format_range(record.low, record.high, lang, decimals=record.decimals)


def _card_body(m: Material, approval: str) -> str:
    """One zone (the city unless the address names one): both populations, the gap, grade and year."""
    records = m.whole
    code = next((r.zone for r in records.values()), CITY_CODE)
    name = m.names.get(code, ("", code))[1]
    figures = "".join(_figure(m, basis, record) for basis, record in records.items())
    grade = records[m.query.basis].grade if m.query.basis in records else "observed"
    help_text, word = _h(GRADE_HELP[grade], m.lang), _h(GRADES[grade], m.lang)
    chip = f'<span class="chip chip-{grade}" title="{help_text}">{word}</span>'
    mark = f'<p class="mark">{_w("illustrative", m.lang)}</p>' if grade == "illustrative" else ""
    sentence = f'<p class="sentence">{escape(m.sentence)}</p>' if m.sentence and code == CITY_CODE else ""
    return (
        f'<main class="card-body"><h1>{escape(name)} · {escape(m.caption)} {chip}</h1>'
        f'<dl class="figures">{figures}</dl>{sentence}{mark}<p '
        f'class="muted">{escape(_zh(m.source_line, m.lang))}</p></main>'
    )


def _h(label: Label, lang: str) -> str:
    return escape(label[lang], quote=True)


def _figure(m: Material, basis: str, record: ValueRecord) -> str:
    number = _said(record, m.lang)
    unit = f" <small>{escape(record.unit(m.lang))}</small>" if record.ok else ""
    colour = SIDES[m.view.theme].get(basis)
    dot = f'<i style="background:{colour}"></i>' if colour and len(m.sides) > 1 else ""
    interval = (
        f'<div class="interval">{escape(_interval(record, m.lang))}</div>' if record.low is not None else ""
    )
    return f"<div><dt>{dot}{escape(BASES[basis][m.lang])}</dt><dd>{escape(number)}{unit}</dd>{interval}</div>"
