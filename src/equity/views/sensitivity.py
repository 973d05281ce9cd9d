"""What moves a figure: its inputs as a tornado, each one's share of the uncertainty, and what a register would leave of it."""

from equity.indicators.sensitivity import Sensitivity, Swing
from equity.say import Label, texts_of
from equity.views.drawings import Chart, Figure, Series
from equity.views.model import Block, Sentence
from equity.views.subject import subject
from equity.views.tables import Cell, Table, columns_of, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
INPUTS = TEXTS["inputs"]
REGISTERS = TEXTS["registers"]


def sensitivity_blocks(view: View) -> tuple[Block, ...]:
    """The figure that the view asks for in its zone; nothing where its inputs are not kept apart or all of them are exact."""
    found = view.indicators.sensitivity(view.query, view.zone.code)
    if found is None or not found.swings:
        return ()
    name = _name(view)
    return (_sentence(view, name, found), _figure(view, name, found), _table(view, name, found))


def without_blocks(view: View) -> tuple[Block, ...]:
    """A word for a figure that is not taken apart: which, and why."""
    why = TEXTS["without"][view.indicators.without_sensitivity(view.query, view.zone.code)]
    return (Sentence(view.voice(TEXTS.not_computed, figure=_name(view), why=view.voice(why))),)


def _name(view: View) -> str:
    return view.voice(
        TEXTS.caption, zone=view.name(view.zone.code), subject=subject(view, view.query), year=view.query.year
    )


def _record(view: View) -> tuple[Label, int]:
    """The unit and the decimals of the figure."""
    record = view.indicators.value(view.query, view.zone.code)
    return Label(record.unit_zh, record.unit_en), record.decimals


def _sentence(view: View, name: str, found: Sensitivity) -> Sentence:
    voice, (unit, decimals), first = view.voice, _record(view), found.swings[0]
    words = {
        "figure": name,
        "value": voice.value(found.value, unit, decimals=decimals),
        "ends": voice.ends(found.low, found.high, decimals=decimals),
        "input": voice.inside(INPUTS[first.input]),
        "register": voice(REGISTERS.get(first.input, INPUTS[first.input])),
    }
    if len(found.swings) == 1:
        return Sentence(voice(TEXTS.said_alone, **words), "estimated")
    left = voice.ends(*first.left, decimals=decimals) or voice.number(first.left[0], decimals=decimals)
    return Sentence(voice(TEXTS.said, share=_share(view, first), left=left, **words), "estimated")


def _figure(view: View, name: str, found: Sensitivity) -> Figure:
    """Bars from the figure itself to where each input alone would take it."""
    voice, (unit, decimals) = view.voice, _record(view)
    directed = all(s.directed for s in found.swings)
    names = (TEXTS.low, TEXTS.high) if directed else (TEXTS.least, TEXTS.most)
    series = (
        Series("low", voice(names[0]), tuple(s.at_low - found.value for s in found.swings)),
        Series("high", voice(names[1]), tuple(s.at_high - found.value for s in found.swings)),
    )
    chart = Chart(
        "tornado", tuple(voice(INPUTS[s.input]) for s in found.swings), series, voice(unit), decimals
    )
    spoken = [f"{voice(INPUTS[s.input])} {_share(view, s)}" for s in found.swings]
    return Figure("sensitivity", name, voice.items(spoken), chart)


def _table(view: View, name: str, found: Sensitivity) -> Table:
    voice, (_, decimals) = view.voice, _record(view)

    def ends(low: float, high: float, places: int) -> Cell:
        low, high = sorted((low, high))
        return Cell(voice.ends(low, high, decimals=places) or voice.number(low, decimals=places))

    rows = tuple(
        (
            Cell(voice(INPUTS[s.input])),
            ends(s.low, s.high, 0 if s.high >= 10 else 2),
            ends(s.at_low, s.at_high, decimals),
            Cell(_share(view, s), 100 * s.share, 0),
            ends(*s.left, decimals),
            Cell(voice(REGISTERS[s.input]) if s.input in REGISTERS else "—"),
            plain_grade(s.grade, voice),
        )
        for s in found.swings
    )
    return Table("sensitivity", name, columns_of(TEXTS, voice), rows)


def _share(view: View, swing: Swing) -> str:
    return view.voice.value(100 * swing.share, "%", decimals=0)
