"""The dialogs' buttons in the top bar, and what follows a press: all of it in the browser
(``assets/dialogs.js``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import ClientsideFunction, Input, Output, State

from equity.exports.writers import FORMATS, ZIP
from equity.say import Label
from equity.web import ids
from equity.web.dialogs import names
from equity.web.dialogs.embed import embed_dialog
from equity.web.dialogs.export import export_dialog
from equity.web.features import Feature, register_feature

if TYPE_CHECKING:
    from equity.web.context import Context
    from equity.web.index import Application

EXPORT = Feature("export", Label("导出", "Export"), "download", export_dialog)
EMBED = Feature("embed", Label("嵌入", "Embed"), "embed", embed_dialog)


def register_dialogs(app: Application, ctx: Context) -> None:
    """Call before the first page is drawn: the top bar shows a button for each registered feature."""
    for feature in (EXPORT, EMBED):
        register_feature(ctx, feature)
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
