"""Schools as published: pupils per teacher and per school, and the children of migrant workers among the pupils."""

from collections.abc import Sequence

from equity.indicators.citations import OBSERVED_COPY
from equity.indicators.schooling import WHOLE, Schooling, schooling
from equity.say import Label, texts_of
from equity.views.model import Block, Section, Sentence
from equity.views.tables import Cell, Table, columns_of, number_cell
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
LEVELS = {
    "kindergarten": Label("幼儿园", "Kindergarten"),
    "primary": Label("小学", "Primary"),
    "junior_high": Label("初中", "Junior secondary"),
    WHOLE: Label("义务教育合计", "Compulsory, both"),
    "senior_high_general": Label("普通高中", "General senior secondary"),
}
BOTH = " / "  # between the languages of a scope


def schooling_section(view: View) -> Section | None:
    """The zone's own figures with the city's newest beside them, and the city's share of migrant children; None without own ones."""
    figures, city = view.indicators.library.published_figures, view.city.code
    own = schooling(figures, view.zone.code)
    if not own:
        return None
    beside = [] if view.zone.code == city else _newest(schooling(figures, city))
    said = [s for s in (_per_teacher(view, own, beside), _migrant(view, schooling(figures, city))) if s]
    blocks: tuple[Block, ...] = (*said, _table(view, own, beside))
    return Section("schooling", view.voice(TITLE), blocks, view.voice(TEXTS.lead))


def _newest(found: Sequence[Schooling]) -> list[Schooling]:
    last = max((s.year for s in found), default=0)
    return [s for s in found if s.year == last]


def _whole(found: Sequence[Schooling]) -> Schooling | None:
    """Compulsory school in the newest year that has its pupils per teacher."""
    known = [s for s in found if s.level == WHOLE and s.pupils_per_teacher is not None]
    return max(known, key=lambda s: s.year, default=None)


def _per_teacher(view: View, own: Sequence[Schooling], beside: Sequence[Schooling]) -> Sentence | None:
    voice, here, city = view.voice, _whole(own), _whole(beside)
    if here is None:
        return None
    said = voice(
        TEXTS.per_teacher,
        zone=view.short(view.zone.code),
        year=here.year,
        value=_one(view, here.pupils_per_teacher),
    )
    if city:
        said += voice(TEXTS.beside, year=city.year, value=_one(view, city.pupils_per_teacher))
    return Sentence(said + voice(TEXTS.stop), "observed")


def _migrant(view: View, city: Sequence[Schooling]) -> Sentence | None:
    voice = view.voice
    whole = next((s for s in city if s.level == WHOLE and s.migrant_share is not None), None)
    if whole is None or whole.migrant_share is None:
        return None
    share = {
        s.level: voice.value(100 * s.migrant_share, "%", decimals=1)
        for s in city
        if s.year == whole.year and s.migrant_share is not None
    }
    parts = {level: words for level, words in share.items() if level in ("primary", "junior_high")}
    return Sentence(
        voice(
            TEXTS.migrant,
            year=whole.year,
            share=share[WHOLE],
            children=voice.value(whole.migrant, Label("人", ""), exact=True),
            pupils=voice.value(whole.pupils, Label("人", ""), exact=True),
            parts=voice(TEXTS.parts, **parts) if len(parts) == 2 else "",
        ),
        "observed",
    )


def _table(view: View, own: Sequence[Schooling], beside: Sequence[Schooling]) -> Table:
    voice = view.voice
    rows = [_row(view, view.short(view.zone.code), s) for s in own]
    rows += [_row(view, view.short(view.city.code), s) for s in beside]
    notes = dict.fromkeys(
        f"{voice(LEVELS[s.level])} {s.year}{voice(TEXTS.colon)}{_said(view, scope)}"
        for s in (*own, *beside)
        for scope in s.scopes
        if BOTH in scope
    )
    cited = view.indicators.citations.cite_briefly(
        (source for s in (*own, *beside) for source in s.sources), voice
    )
    note = voice.sentences(
        f"{text}{voice(TEXTS.stop)}" for text in (*[voice.items(notes)] * bool(notes), voice.items(cited))
    )
    return Table(
        "schooling",
        voice(TEXTS.caption, zone=view.name(view.zone.code)),
        columns_of(TEXTS, voice),
        tuple(rows),
        note,
    )


def _row(view: View, zone: str, level: Schooling) -> tuple[Cell, ...]:
    voice = view.voice

    def cell(thing: str) -> Cell:
        made = number_cell(getattr(level, thing), voice, decimals=0, grade="observed")
        sub = voice(TEXTS.worked_out) if thing in level.worked_out else ""
        return Cell(made.text, made.value, 0, made.grade, sub=sub) if made.value is not None else Cell("—")

    return (
        Cell(zone),
        Cell(str(level.year)),
        Cell(voice(LEVELS[level.level])),
        *(cell(thing) for thing in ("schools", "pupils", "teachers")),
        Cell(_one(view, level.pupils_per_teacher), level.pupils_per_teacher, 1, "observed"),
        Cell(_one(view, level.pupils_per_school, 0), level.pupils_per_school, 0, "observed"),
        Cell(voice(OBSERVED_COPY) if level.quoted else voice.grade("observed"), grade="observed"),
    )


def _one(view: View, value: float | None, decimals: int = 1) -> str:
    return "—" if value is None else view.voice.number(value, decimals=decimals)


def _said(view: View, scope: str) -> str:
    """A scope that is written for readers: "中文 / English"."""
    zh, _, en = scope.partition(BOTH)
    return zh if view.voice.zh else en
