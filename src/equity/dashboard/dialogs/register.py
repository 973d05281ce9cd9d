"""The dialogs' buttons in the top bar, and what follows a press: all of it in the browser
(``assets/dialogs.js``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State

from equity.dashboard import ids
from equity.dashboard.dialogs import names
from equity.dashboard.dialogs.embed import embed_dialog
from equity.dashboard.dialogs.export import export_dialog
from equity.documents.writers import FORMATS, ZIP
from equity.say import Label

if TYPE_CHECKING:
    from equity.dashboard.index import Application
    from equity.http.context import Context
    from equity.http.view import PageView


@dataclass(frozen=True, slots=True)
class Dialog:
    """A button in the top bar and what it opens."""

    id: str
    label: Label
    icon: str
    draw: Callable[[Context, PageView], Any]

    @property
    def button_id(self) -> str:
        return f"feature-{self.id}"


EXPORT = Dialog("export", Label("导出", "Export"), "download", export_dialog)
EMBED = Dialog("embed", Label("嵌入", "Embed"), "embed", embed_dialog)
DIALOGS = (EXPORT, EMBED)


def register_dialogs(app: Application) -> None:
    app.clientside_callback(
        ClientsideFunction("dialogs", "openExport"),
        Output(names.EXPORT, "opened"),
        Output(names.EXPORT_ZONE, "value"),
        Input(EXPORT.button_id, "n_clicks"),
        State(names.EXPORT_ZONE, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dialogs", "chooseExport"),
        Output(names.EXPORT_PREVIEW, "src"),
        Output(names.EXPORT_PERMANENT, "href"),
        Output(names.EXPORT_ONE, "hidden"),
        Output(names.EXPORT_MANY, "hidden"),
        *(Output(names.export_link(f), "href") for f in (*FORMATS, ZIP.name)),
        Input(names.EXPORT, "opened"),
        Input(names.EXPORT_ZONE, "value"),
        Input(names.EXPORT_LANG, "value"),
        Input(names.EXPORT_SERVICES, "value"),
        Input(names.EXPORT_SECTIONS, "value"),
        Input(names.EXPORT_DEMO, "checked"),
        Input(names.EXPORT_FORMATS, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dialogs", "openEmbed"),
        Output(names.EMBED, "opened"),
        Output(names.EMBED_KIND, "value"),
        Output(names.EMBED_PIN, "value"),
        Input(EMBED.button_id, "n_clicks"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dialogs", "chooseEmbed"),
        Output(names.EMBED_FRAME, "src"),
        Output(names.EMBED_STATE, "children"),
        Output(names.embed_field("image"), "hidden"),
        *(Output(names.embed_text(name), "value") for name in names.EMBED_TEXTS),
        Input(names.EMBED, "opened"),
        Input(names.EMBED_KIND, "value"),
        Input(names.EMBED_PIN, "value"),
        Input(names.EMBED_LANG, "value"),
        Input(names.EMBED_THEME, "value"),
        Input(names.EMBED_WIDTH, "value"),
        Input(names.EMBED_HEIGHT, "value"),
        prevent_initial_call=True,
    )
