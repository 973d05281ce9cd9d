"""Where the numbers come from, how well they are known, and what they cannot tell."""

from collections.abc import Iterable

from equity.indicators.citations import parts_of
from equity.indicators.records import ValueRecord
from equity.say import GRADE_HELP, GRADES, texts_of
from equity.views.model import Bullets, Item, Section, Source
from equity.views.tables import Cell, Column, Table, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title

LIMITS_TITLE = TEXTS.limits_title
LIMITS = TEXTS.several("limits")


def sources_of(view: View, records: Iterable[ValueRecord]) -> tuple[Source, ...]:
    """Each source once, in words, with the worst grade of the numbers that rest on it; one that stands with others is one of them."""
    order, worst = list(GRADES), dict[str, str]()
    for record in records:
        parts = [part for source in record.sources for part in _copies(view, source)] if record.ok else []
        for source in view.indicators.citations.cite_all(parts, view.voice):
            worst[source] = max(worst.get(source, "observed"), record.grade, key=order.index)
    ranked = sorted(worst, key=lambda source: (order.index(worst[source]), source))
    return tuple(Source(text, worst[text]) for text in ranked)  # type: ignore[arg-type]


def _copies(view: View, source: str) -> list[str]:
    """The parts of a source where each is a copy of what was published, else the whole."""
    parts = parts_of(source)
    return parts if all(view.indicators.citations.quoted([part]) for part in parts) else [source]


def source_line(view: View, sources: Iterable[str]) -> str:
    """One line under a figure: every part of its sources once; empty where there is none."""
    cited = view.indicators.citations.cite_briefly(sources, view.voice)
    return view.voice(TEXTS.line, sources=view.voice.items(cited)) if cited else ""


def sources_section(view: View, sources: tuple[Source, ...]) -> Section:
    voice = view.voice
    cited = Table(
        "sources",
        voice(TEXTS.cited),
        (Column("source", voice(TEXTS.source), weight=5), Column("grade", voice(TEXTS.worst))),
        tuple((Cell(s.text), plain_grade(s.grade, voice)) for s in sources),
        voice(TEXTS.note),
    )
    grades = Table(
        "grades",
        voice(TEXTS.grade_table),
        (Column("grade", voice(TEXTS.grade)), Column("meaning", voice(TEXTS.meaning), weight=5)),
        tuple((plain_grade(grade, voice), Cell(voice(GRADE_HELP[grade]))) for grade in GRADES),
    )
    return Section("sources", voice(TITLE), (cited, grades))


def limits_section(view: View) -> Section:
    """General limits, then the caveats of the chosen services, each once."""
    voice, caveats = view.voice, dict[str, list[str]]()
    for definition in view.of_kind("total", "facility", "condition"):
        for caveat in view.indicators.caveats(definition.id, view.zone.code, demo=view.demo):
            caveats.setdefault(voice(caveat), []).append(voice(definition.label))
    general = Bullets(tuple(Item(voice(limit)) for limit in LIMITS))
    blocks = [general]
    if caveats:
        items = tuple(Item(text, voice.names(names)) for text, names in caveats.items())
        blocks.append(Bullets(items, voice(TEXTS.caveats)))
    return Section("limits", voice(LIMITS_TITLE), tuple(blocks))
