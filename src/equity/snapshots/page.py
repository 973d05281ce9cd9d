"""The page of one kept snapshot: its document as it was stored, and beside it what newer data would say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from equity.documents.differences import Difference
from equity.documents.pdf import is_marked
from equity.documents.writers import FORMATS, ZIP
from equity.http.jinja import templates
from equity.http.page import light_page
from equity.indicators.citations import grade_words
from equity.say import BASES_SHORT, STATUSES, Label, Voice, format_number
from equity.views.model import Report

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

SHOWN_CHANGES = 200
TEMPLATES = templates(Path(__file__).with_name("templates"))
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
    "removed_title": Label("快照已撤下", "The snapshot was taken down"),
    "removed": Label(
        "编号“{}”的快照已由管理员撤下。", "The administrator has taken down the snapshot with the id “{}”."
    ),
    "ask_title": Label("保存为固定网页", "Keep as a permanent page"),
    "ask": Label(
        "保存后得到一个固定地址：数据更新后，这里仍显示现在的数字。",
        "Once kept it has an address of its own: after the data change it still shows the numbers of now.",
    ),
    "missing_title": Label("没有这份快照", "There is no such snapshot"),
    "missing": Label(
        "编号“{}”的快照没有保存在这台服务器上。请核对编号，或从看板重新导出。",
        "No snapshot with the id “{}” is kept on this server. Check the id, or export it again from the "
        "dashboard.",
    ),
}


def snapshot_page(
    snapshot: Report, indicators: Indicators, changed: Sequence[Difference], *, theme: str, discovery: str
) -> str:
    """The page in the snapshot's own language; ``discovery`` is the address of its oEmbed answer."""
    lang, versions = snapshot.lang, (snapshot.data_version, indicators.data_version)
    voice, language = Voice(lang), "?lang=en" if lang == "en" else ""
    more = len(changed) - SHOWN_CHANGES
    return light_page(
        TEMPLATES,
        "snapshot",
        name="snapshot",
        lang=lang,
        theme=theme,
        title=snapshot.title,
        style=STYLE,
        s=snapshot,
        is_marked=is_marked,
        mark=snapshot.labels["mark"],
        discovery=discovery,
        words=_words(voice),
        grade_words=partial(grade_words, voice=voice),
        formats=(*FORMATS.values(), ZIP),
        home=f"/{language}",
        fresh=(f"/district/{snapshot.zone}" if snapshot.zone_level == "division" else "/") + language,
        is_current=versions[0] == versions[1],
        said=WORDS["kept" if changed else "same"][lang].format(*versions, len(changed)),
        changes=[_changed_cells(snapshot, difference) for difference in changed[:SHOWN_CHANGES]],
        more=WORDS["more"][lang].format(more) if more > 0 else "",
    )


def missing_page(number: str, *, voice: Voice, theme: str) -> str:
    said = voice(WORDS["missing"]).format(number[:20])
    return _absent("missing_title", said, voice=voice, theme=theme, home="/")


def removed_page(number: str, *, voice: Voice, theme: str) -> str:
    said = voice(WORDS["removed"]).format(number)
    return _absent("removed_title", said, voice=voice, theme=theme, home="/")


def ask_page(action: str, *, voice: Voice, theme: str) -> str:
    """Asks whether the page is to be kept; ``action`` is the address that keeps it when posted to."""
    return _absent("ask_title", voice(WORDS["ask"]), voice=voice, theme=theme, home="/", action=action)


def unreadable_page(said: str, *, voice: Voice, theme: str) -> str:
    return _absent("unreadable_title", said, voice=voice, theme=theme, home="")


def _absent(title: str, said: str, *, voice: Voice, theme: str, home: str, action: str = "") -> str:
    words = _words(voice)
    return light_page(
        TEMPLATES,
        "absent",
        name="snapshot",
        lang=voice.lang,
        theme=theme,
        title=words[title],
        style=STYLE,
        said=said,
        home=home,
        action=action,
        words=words,
    )


def _words(voice: Voice) -> dict[str, str]:
    return {name: voice(word) for name, word in WORDS.items()}


def _changed_cells(snapshot: Report, difference: Difference) -> tuple[str, ...]:
    """Zone, item, the number then, now, and the change."""
    old, new, lang = difference.old, difference.new, snapshot.lang
    labels = snapshot.labels
    item = " · ".join(
        (
            labels.get(f"service:{old.service}", old.service),
            labels.get(f"measure:{old.measure}", old.measure),
            BASES_SHORT[old.basis][lang],
        )
    )
    now = WORDS["gone"][lang] if new is None else Voice(lang).record(new) or STATUSES[new.status][lang]
    if new is not None and new.grade != old.grade:
        now += f" ({grade_words([new], Voice(lang))})"
    change = format_number(difference.change, lang, decimals=old.decimals, signed=True)
    return (labels.get(f"zone:{old.zone}", old.zone), item, Voice(lang).record(old), now, change)
