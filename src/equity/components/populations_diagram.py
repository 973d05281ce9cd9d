"""The three disjoint groups as two overlapping fields: residents and the registered population."""

from equity.city import City
from equity.components.parts import Markup
from equity.draw.element import el, inline, line_of_text
from equity.indicators.records import ValueRecord
from equity.say import BASES, Voice, texts_of

TEXTS = texts_of(__name__)
WIDTH, HEIGHT = 480.0, 236.0
# left edge and width of the three columns: absent, local, non-local
COLUMNS = {"absent": (0.0, 132.0), "local": (132.0, 174.0), "non_local": (306.0, 174.0)}
SYMBOLS = {"absent": "A", "local": "L", "non_local": "N"}
WHOLES = {"registered": (0.0, 306.0, 14.0, "H = L + A"), "resident": (132.0, 348.0, 208.0, "R = L + N")}


def _count(record: ValueRecord, voice: Voice) -> str:
    """Persons; in English without the unit, which the figure has no room for."""
    return voice.record(record) if voice.zh else voice.number(record.value)


def populations_diagram(city: City, people: dict[str, ValueRecord], voice: Voice) -> Markup:
    """Inline SVG in the colours of the page; ``people`` are the records of the city by group."""
    title = voice(TEXTS.title.format(city=city.name))
    parts = [el("title", text=title)]
    for group, (left, width) in COLUMNS.items():
        middle = left + width / 2
        parts += [
            el(
                "rect", x=left + 2, y=50.0, width=width - 4, height=146.0, rx=6.0, class_=f"venn venn-{group}"
            ),
            line_of_text(middle, 92, SYMBOLS[group], 26, text_anchor="middle", class_="venn-symbol"),
            line_of_text(middle, 122, voice(BASES[group]), 13, text_anchor="middle", class_="venn-name"),
            line_of_text(
                middle,
                150,
                _count(people[group], voice),
                16,
                text_anchor="middle",
                font_weight="600",
                class_="venn-name",
            ),
        ]
    for whole, (left, width, top, formula) in WHOLES.items():
        right, up = left + width, 1 if whole == "registered" else -1
        y = 44.0 if up > 0 else 202.0
        parts += [
            el(
                "path",
                d=f"M{left + 2},{y}v{-8 * up}h{width - 4}v{8 * up}",
                fill="none",
                class_=f"venn-bracket venn-{whole}-line",
            ),
            line_of_text(
                left + 4 if up > 0 else right - 4,
                top + (12 if up > 0 else 22),
                f"{voice(BASES[whole])} {formula} · {_count(people[whole], voice)}",
                13,
                text_anchor="start" if up > 0 else "end",
                class_=f"venn-whole venn-{whole}-text",
            ),
        ]
    svg = el(
        "svg",
        *parts,
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        role="img",
        aria_label=title,
        class_="venn-svg",
    )
    return Markup(inline(svg), className="venn-frame")
