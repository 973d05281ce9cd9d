"""The page of one kept snapshot: its document as it was stored, and beside it what newer data would say."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from equity.documents.differences import Difference
from equity.documents.pdf import is_marked
from equity.documents.writers import FORMATS, ZIP
from equity.http.page import light_page, templates
from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.say import BASES_SHORT, STATUSES, Voice, texts_of
from equity.views.model import Report

SHOWN_CHANGES = 200
TEMPLATES = templates(Path(__file__).with_name("templates"))
STYLE = Path(__file__).with_name("snapshot.css")
TEXTS = texts_of(__name__)
WORDS = TEXTS["words"]


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


def absent_page(
    state: str,
    *,
    voice: Voice,
    theme: str,
    said: str = "",
    number: str = "",
    home: str = "/",
    action: str = "",
) -> str:
    """In place of a snapshot: one that is ``missing`` or was ``removed``, that is ``unreadable`` (``said``: why), or that the reader is
    to ``ask`` for; ``action`` is the address that keeps it when posted to.
    """
    words = _words(voice)
    return light_page(
        TEMPLATES,
        "absent",
        name="snapshot",
        lang=voice.lang,
        theme=theme,
        title=words[f"{state}_title"],
        style=STYLE,
        said=said or words[state].format(number[:20]),
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
            *([f"{old.query.since}–{old.year}"] if old.query.since else []),
        )
    )
    now = WORDS["gone"][lang] if new is None else Voice(lang).record(new) or STATUSES[new.status][lang]
    if new is not None and new.grade != old.grade:
        now += f" ({grade_words([new], Voice(lang))})"
    change = Voice(lang).number(difference.change, decimals=old.decimals, signed=True)
    return (labels.get(f"zone:{old.zone}", old.zone), item, Voice(lang).record(old), now, change)
