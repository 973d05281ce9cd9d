"""The embed dialog: a live preview and four texts to copy: frame, picture, link, Markdown."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from equity.dashboard.dialogs import names
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

    def choice(id: str, key: str, labels: dict[str, Label], value: str) -> html.Div:
        data = [{"value": k, "label": v[lang]} for k, v in labels.items()]
        control = dmc.SegmentedControl(id=id, data=data, value=value, fullWidth=True)
        label = html.Span(say(key), className="dialog-label", id=f"{id}-label")
        return html.Div([label, control], role="group", **{"aria-labelledby": f"{id}-label"})

    form = [
        choice(names.EMBED_KIND, "kind", KINDS, "map"),
        choice(names.EMBED_PIN, "numbers", PIN, "live"),
        html.Div(
            [
                choice(
                    names.EMBED_LANG,
                    "lang",
                    {"zh": Label("中文", "中文"), "en": Label("English", "English")},
                    lang,
                ),
                choice(names.EMBED_THEME, "theme", THEMES, view.theme),
            ],
            className="dialog-pair",
        ),
        html.Div(
            [
                dmc.NumberInput(
                    id=names.EMBED_WIDTH,
                    label=say("width"),
                    value="",
                    min=240,
                    max=4000,
                    step=20,
                    allowDecimal=False,
                ),
                dmc.NumberInput(
                    id=names.EMBED_HEIGHT,
                    label=say("height"),
                    value=560,
                    min=180,
                    max=4000,
                    step=20,
                    allowDecimal=False,
                ),
            ],
            className="dialog-pair",
        ),
        *(_text(name, view.voice) for name in names.EMBED_TEXTS),
        html.P(
            id=names.EMBED_STATE,
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
        html.Iframe(id=names.EMBED_FRAME, title=say("preview"), className="dialog-frame"),
        id=names.EMBED_PREVIEW,
        className="dialog-preview",
    )
    return dmc.Modal(
        html.Div([html.Div(form, className="dialog-form"), preview], className="dialog-body"),
        id=names.EMBED,
        title=TEXTS.title[lang],
        opened=False,
        size=1080,
        closeButtonProps={"aria-label": say("close")},
        className="dialog",
    )


def _text(name: str, voice: Voice) -> html.Div:
    """One text with its button. The text can be selected by hand where the browser allows no copying."""
    target = names.embed_text(name)
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
        id=names.embed_field(name),
        className="dialog-field",
    )
