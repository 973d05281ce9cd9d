"""How an office replaces the illustrative data with its own register."""

from dash import html

from equity.dashboard.components.words import table
from equity.say import Voice, texts_of
from equity.schema import TABLES

TEXTS = texts_of(__name__)
STEPS = TEXTS.several("steps")
HEADERS = TEXTS.several("headers")
TYPES = TEXTS["types"]


def replace_steps(voice: Voice) -> html.Div:
    columns = TABLES["facilities"].columns
    rows = [
        [
            html.Code(c.name),
            c.title_en if not voice.zh else c.title_zh,
            voice(TYPES[c.type]),
            voice(TEXTS.yes) if c.nullable else "",
        ]
        for c in columns
    ]
    return html.Div(
        [
            html.Ol([html.Li(voice(s)) for s in STEPS], className="steps"),
            table([voice(h) for h in HEADERS], rows, class_name="columns-table", cards=False),
        ],
        className="replace",
    )
