"""The page of one kept snapshot: its document as it was stored, and beside it what newer data would say."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from equity.documents.writers import FORMATS, ZIP
from equity.headlines import say
from equity.http.page import light_page, read_text
from equity.say import BASES_SHORT, GRADES, STATUSES, Label, format_number
from equity.snapshot import Difference, Snapshot
from equity.snapshot.document import Bullets, Cell, Figure, KeyFigure, Paragraph, Section, Table

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

SHOWN_CHANGES = 200
STYLE = Path(__file__).with_name("snapshot.css")
WORDS = {
    "current": Label("这些数字与现有数据一致。", "These numbers are those of the present data."),
    "newer": Label("有更新的数据", "There is newer data"),
    "kept": Label(
        "本页仍按快照保存时的数字显示。数据版本 {} → {}，{} 个数字有变化。",
        "This page still shows the numbers as they were kept. Data version {} → {}; {} numbers differ.",
    ),
    "same": Label(
        "本页仍按快照保存时的数字显示。数据版本 {} → {}，本快照中的数字没有变化。",
        "This page still shows the numbers as they were kept. Data version {} → {}; no number of this "
        "snapshot differs.",
    ),
    "changes": Label("有哪些变化", "What changed"),
    "fresh": Label("按新数据查看", "See it with the new data"),
    "then": Label("快照中", "In the snapshot"),
    "now": Label("现在", "Now"),
    "change": Label("变化", "Change"),
    "zone": Label("地区", "Zone"),
    "item": Label("指标", "Indicator"),
    "gone": Label("不再提供", "no longer available"),
    "more": Label(
        "另有 {} 项变化，见接口或命令行。", "and {} more changes; see the API or the command line."
    ),
    "download": Label("下载", "Download"),
    "home": Label("回到看板", "Back to the dashboard"),
    "id": Label("快照编号", "Snapshot id"),
    "version": Label("数据版本", "Data version"),
    "unreadable_title": Label("快照无法读取", "The snapshot cannot be read"),
    "missing_title": Label("没有这份快照", "There is no such snapshot"),
    "missing": Label(
        "编号“{}”的快照没有保存在这台服务器上。请核对编号，或从看板重新导出。",
        "No snapshot with the id “{}” is kept on this server. Check the id, or export it again from the "
        "dashboard.",
    ),
}


def snapshot_page(
    snapshot: Snapshot, indicators: Indicators, changed: Sequence[Difference], *, theme: str, head: str = ""
) -> str:
    """The page in the snapshot's own language."""
    lang = snapshot.lang

    def w(key: str) -> str:
        return escape(WORDS[key][lang])

    notice = f'<p class="mark" role="note">{escape(snapshot.notice)}</p>' if snapshot.notice else ""
    summary = "".join(f"<li>{escape(s)}</li>" for s in snapshot.summary)
    links = "".join(
        f'<a class="button" href="/s/{snapshot.id}.{f.name}" download>{escape(f.label[lang])}</a>'
        for f in (*FORMATS.values(), ZIP)
    )
    body = f"""<main><p><a href="/{"?lang=en" if lang == "en" else ""}">{w("home")}</a></p>
<h1>{escape(snapshot.title)}</h1><p class="muted">{escape(snapshot.subtitle)}
· {w("id")} <span class="id">{snapshot.id}</span>
· {w("version")} <span class="id">{escape(snapshot.data_version)}</span></p>
{_state(snapshot, indicators, changed)}{notice}
<div class="bar" role="group" aria-label="{w("download")}">{links}</div>
<ul class="summary">{summary}</ul><dl class="key">{"".join(_key(k, lang) for k in snapshot.key_figures)}</dl>
{"".join(_section(s) for s in snapshot.sections)}</main>"""
    return light_page(
        "snapshot", lang=lang, theme=theme, title=snapshot.title, body=body, css=read_text(STYLE), head=head
    )


def missing_page(number: str, *, lang: str, theme: str) -> str:
    title = WORDS["missing_title"][lang]
    said = escape(WORDS["missing"][lang].format(number[:20]))
    home = f'<p><a class="button" href="/">{escape(WORDS["home"][lang])}</a></p>'
    body = f"<main><h1>{escape(title)}</h1><p>{said}</p>{home}</main>"
    return light_page("snapshot", lang=lang, theme=theme, title=title, body=body, css=read_text(STYLE))


def unreadable_page(said: str, *, lang: str, theme: str) -> str:
    title = WORDS["unreadable_title"][lang]
    body = f"<main><h1>{escape(title)}</h1><p>{escape(said)}</p></main>"
    return light_page("snapshot", lang=lang, theme=theme, title=title, body=body, css=read_text(STYLE))


def _state(snapshot: Snapshot, indicators: Indicators, changed: Sequence[Difference]) -> str:
    """Whether the numbers are still the present ones, and what changed if not."""
    lang = snapshot.lang
    if snapshot.data_version == indicators.data_version:
        return f'<p class="state" role="status">{escape(WORDS["current"][lang])}</p>'
    text = WORDS["kept" if changed else "same"][lang]
    said = text.format(snapshot.data_version, indicators.data_version, len(changed))
    fresh = f"/district/{snapshot.zone}" if snapshot.zone_level == "division" else "/"
    link = f'<a href="{fresh}{"?lang=en" if lang == "en" else ""}">{escape(WORDS["fresh"][lang])}</a>'
    return (
        f'<div class="state newer" role="status"><strong>{escape(WORDS["newer"][lang])}</strong> '
        f"{escape(said)} {link}"
        f"{_changes(snapshot, changed) if changed else ''}</div>"
    )


def _changes(snapshot: Snapshot, changed: Sequence[Difference]) -> str:
    lang = snapshot.lang
    heads = "".join(
        f"<th{' class=n' if k in ('then', 'now', 'change') else ''}>{escape(WORDS[k][lang])}</th>"
        for k in ("zone", "item", "then", "now", "change")
    )
    rows = "".join(_changed_row(snapshot, d) for d in changed[:SHOWN_CHANGES])
    more = len(changed) - SHOWN_CHANGES
    rest = f"<p>{escape(WORDS['more'][lang].format(more))}</p>" if more > 0 else ""
    return (
        f"<details><summary>{escape(WORDS['changes'][lang])}</summary><div "
        f"class='scroll'><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{rest}</details>"
    )


def _changed_row(snapshot: Snapshot, difference: Difference) -> str:
    old, new, lang = difference.old, difference.new, snapshot.lang
    labels = snapshot.labels
    item = " · ".join(
        (
            labels.get(f"service:{old.service}", old.service),
            labels.get(f"measure:{old.measure}", old.measure),
            BASES_SHORT[old.basis][lang],
        )
    )
    now = WORDS["gone"][lang] if new is None else say(new, lang) or STATUSES[new.status][lang]
    if new is not None and new.grade != old.grade:
        now += f" ({GRADES[new.grade][lang]})"
    change = format_number(difference.change, lang, decimals=old.decimals, signed=True)
    cells = (labels.get(f"zone:{old.zone}", old.zone), item)
    numbers = (say(old, lang), now, change)
    return (
        "<tr>"
        + "".join(f"<td>{escape(c)}</td>" for c in cells)
        + "".join(f"<td class=n>{escape(c)}</td>" for c in numbers)
        + "</tr>"
    )


def _key(key: KeyFigure, lang: str) -> str:
    grade = key.record.grade
    chip = f'<span class="chip chip-{escape(grade)}">{escape(GRADES[grade][lang])}</span>'
    return (
        f"<div><dt>{escape(key.label)} {chip}</dt><dd class='large'>{escape(key.text)}</dd>"
        f"<dd class='muted'>{escape(key.detail)}</dd></div>"
    )


def _section(section: Section) -> str:
    inside = "".join(_block(block) for block in section.blocks)
    return (
        f'<section id="{escape(section.id, quote=True)}"><h2>{escape(section.title)}</h2>{inside}</section>'
    )


def _block(block: Table | Figure | Paragraph | Bullets) -> str:
    match block:
        case Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case Bullets():
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
        case Figure():
            # drawn by this package with all text escaped
            return f"<figure>{block.svg}<figcaption>{escape(block.caption)}</figcaption></figure>"
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    heads = "".join(f"<th{' class=n' if c.numeric else ''}>{escape(c.title)}</th>" for c in table.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(c, table.columns[i].numeric) for i, c in enumerate(row)) + "</tr>"
        for row in table.rows
    )
    note = f'<p class="muted">{escape(table.note)}</p>' if table.note else ""
    return (
        f"<div "
        f'class="scroll"><table><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note}"
    )


def _cell(cell: Cell, numeric: bool) -> str:
    return f"<td{' class=n' if numeric else ''}>{escape(cell.text)}</td>"
