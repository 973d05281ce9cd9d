"""The one head and foot of every drawing: title, mark of illustrative data; source, approval number, id."""

from __future__ import annotations

from dataclasses import dataclass

from equity.draw.element import Node, el, line_of_text
from equity.draw.lettering import text_width, wrap
from equity.draw.theme import Theme
from equity.say import texts_of

MARGIN = 14.0
TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes and distances of a drawing; they grow with it, slower than it."""

    factor: float = 1.0

    @classmethod
    def of(cls, width: float, height: float) -> Sizes:
        return cls(min(max(min(width, height) / 560, 0.68), 2.5) ** 0.75)

    def __call__(self, base: float) -> float:
        return base * self.factor


@dataclass(frozen=True, slots=True)
class Frame:
    """What a drawing says about itself. Texts are finished words of ``lang``; an empty one takes no room."""

    lang: str
    title: str = ""
    subtitle: str = ""
    source: str = ""
    number: str = ""  # of the snapshot
    approval: str = ""  # 审图号


def draw_head(
    frame: Frame, width: float, size: Sizes, theme: Theme, *, illustrative: bool
) -> tuple[list[Node], float]:
    """Title, subtitle, mark, and how high they are."""
    parts: list[Node] = []
    y, room = size(8), width - 2 * size(MARGIN)
    if illustrative:
        chip, wide = draw_chip(TEXTS.mark[frame.lang], width - size(MARGIN), size(17), size(12), theme)
        parts.append(chip)
        room -= wide + size(8)
    for words, letters, ink, weight in (
        (frame.title, size(16), theme["ink"], "bold"),
        (frame.subtitle, size(12), theme["ink-2"], None),
    ):
        for row in wrap(words, letters, room)[:2]:
            y += letters * 1.25
            parts.append(line_of_text(size(MARGIN), y, row, letters, fill=ink, font_weight=weight))
    y += size(8) if frame.title or frame.subtitle else 0
    return parts, max(y, size(34) if illustrative else 0)


def draw_chip(words: str, right: float, middle: float, letters: float, theme: Theme) -> tuple[Node, float]:
    """The dotted amber chip of illustrative data, and its width."""
    wide, high = text_width(words, letters) + letters * 1.1, letters * 1.65
    left = right - wide
    box = el(
        "rect",
        x=left,
        y=middle - high / 2,
        width=wide,
        height=high,
        rx=letters / 4,
        fill=theme["warn-paper"],
        stroke=theme["warn-ink"],
        stroke_width=0.8,
        stroke_dasharray="2 2",
    )
    said = line_of_text(
        left + wide / 2,
        middle + letters * 0.36,
        words,
        letters,
        fill=theme["warn-ink"],
        text_anchor="middle",
        font_weight="bold",
    )
    return el("g", box, said, class_="mark"), wide


def draw_foot(frame: Frame, width: float, size: Sizes, theme: Theme) -> tuple[Node | None, float]:
    """Source, approval number and id as a group whose top is at 0 (see ``moved``), and its height, 0 where they are not."""
    said = [
        label[frame.lang].format(words)
        for label, words in ((TEXTS.approval, frame.approval), (TEXTS.number, frame.number))
        if words
    ]
    letters, right = size(9.5), " · ".join(said)
    rows = wrap(frame.source, letters, width - 2 * size(MARGIN))[:3]
    if not rows and not right:
        return None, 0.0
    free = width - 2 * size(MARGIN) - size(20) - (text_width(rows[-1], letters) if rows else 0.0)
    lines = len(rows) + (0 if rows and (not right or text_width(right, letters) < free) else 1)
    parts = [
        line_of_text(size(MARGIN), size(13) * (i + 1), row, letters, fill=theme["ink-2"])
        for i, row in enumerate(rows)
    ]
    if right:
        at = width - size(MARGIN)
        parts.append(
            line_of_text(at, size(13) * lines, right, letters, fill=theme["ink-2"], text_anchor="end")
        )
    return el("g", *parts, class_="foot"), size(13) * lines + size(9)
