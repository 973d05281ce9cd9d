"""The embed dialog: a live preview and four texts to copy: frame, picture, link, Markdown."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from equity.dashboard import ids
from equity.dashboard.dialogs.form import LANGUAGES, choice, demo_tick, dialog
from equity.http.context import Context
from equity.http.view import PageView
from equity.say import Label, Voice, texts_of

TEXTS = texts_of(__name__)
KINDS = TEXTS["kinds"]
THEMES = TEXTS["themes"]
PIN = TEXTS["pin"]
OUTLETS = TEXTS["outlets"]
WORDS = TEXTS["words"]


def embed_dialog(ctx: Context, view: PageView) -> Any:
    """Closed until the button of the top bar is pressed; what it shows follows the address at that moment."""
    lang = view.lang

    def say(key: str) -> str:
        return WORDS[key][lang]

    def one_of(id: str, key: str, labels: Mapping[str, Label], value: str) -> html.Div:
        return choice(id, say(key), labels, value, view.voice)

    def pixels(id: str, key: str, value: int | str, least: int) -> dmc.NumberInput:
        return dmc.NumberInput(
            id=id, label=say(key), value=value, min=least, max=4000, step=20, allowDecimal=False
        )

    form = [
        one_of(ids.EMBED_KIND, "kind", KINDS, "map"),
        one_of(ids.EMBED_PIN, "numbers", PIN, "live"),
        html.Div(
            [
                one_of(ids.EMBED_LANG, "lang", LANGUAGES, lang),
                one_of(ids.EMBED_THEME, "theme", THEMES, view.theme),
            ],
            className="dialog-pair",
        ),
        demo_tick(ids.EMBED_DEMO, view.voice),
        html.Div(
            [pixels(ids.EMBED_WIDTH, "width", "", 240), pixels(ids.EMBED_HEIGHT, "height", 560, 180)],
            className="dialog-pair",
        ),
        *(_text(name, view.voice) for name in ids.EMBED_TEXTS),
        html.P(
            id=ids.EMBED_STATE,
            className="dialog-help",
            role="status",
            **{
                "data-pinning": say("pinning"),
                "data-pinned": say("pinned"),
                "data-failed": say("pin_failed"),
                "data-base": ctx.settings.base_url,
            },
        ),
    ]
    preview = html.Div(
        html.Iframe(id=ids.EMBED_FRAME, title=say("preview"), className="dialog-frame"),
        id=ids.EMBED_PREVIEW,
        className="dialog-preview",
    )
    return dialog(ids.EMBED, TEXTS.title[lang], say("close"), form, preview, size=1080)


def _text(name: str, voice: Voice) -> html.Div:
    """One text with its button. The text can be selected by hand where the browser allows no copying."""
    target = ids.embed_text(name)
    return html.Div(
        [
            html.Label(voice(OUTLETS[name]), htmlFor=target, className="dialog-label"),
            html.Div(
                [
                    dcc.Input(id=target, className="dialog-text", readOnly=True, value=""),
                    html.Button(
                        voice(WORDS["copy"]),
                        className="button",
                        **{
                            "data-copy": target,
                            "data-copied": voice(WORDS["copied"]),
                            "data-failed": voice(WORDS["failed"]),
                            "aria-label": f"{voice(WORDS['copy'])} {voice(OUTLETS[name])}",
                        },
                    ),
                ],
                className="dialog-copy",
            ),
        ],
        id=ids.embed_field(name),
        className="dialog-field",
    )
