"""The export and embed dialogs: their buttons in the top bar, and what follows a press, all of it in the browser
(``assets/dialogs.js``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash

from equity.dashboard import ids
from equity.dashboard.browser import in_browser, of_each
from equity.dashboard.dialogs.embed import embed_dialog
from equity.dashboard.dialogs.export import export_dialog
from equity.documents.writers import FORMATS, ZIP
from equity.http.context import Context
from equity.http.view import PageView
from equity.say import Label


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


EXPORT_CHOICES = (
    (ids.EXPORT, "opened"), (ids.EXPORT_ZONE, "value"), (ids.EXPORT_LANG, "value"), (ids.EXPORT_SERVICES, "value"),
    (ids.EXPORT_SECTIONS, "value"), (ids.EXPORT_DEMO, "checked"), (ids.EXPORT_FORMATS, "value"),
)  # fmt: skip
EXPORT_ANSWER = (
    (ids.EXPORT_PREVIEW, "src"), (ids.EXPORT_PERMANENT, "href"), (ids.EXPORT_ONE, "hidden"), (ids.EXPORT_MANY, "hidden"),
    *of_each(map(ids.export_link, (*FORMATS, ZIP.name)), "href"),
)  # fmt: skip
EMBED_CHOICES = (
    (ids.EMBED, "opened"), (ids.EMBED_DEMO, "checked"),
    *of_each((ids.EMBED_KIND, ids.EMBED_PIN, ids.EMBED_LANG, ids.EMBED_THEME, ids.EMBED_WIDTH, ids.EMBED_HEIGHT), "value"),
)  # fmt: skip
EMBED_ANSWER = (
    (ids.EMBED_FRAME, "src"), (ids.EMBED_STATE, "children"), (ids.embed_field("image"), "hidden"),
    *of_each(map(ids.embed_text, ids.EMBED_TEXTS), "value"),
)  # fmt: skip


def register_dialogs(app: Dash) -> None:
    zone, opened = (ids.EXPORT_ZONE, "value"), (ids.EMBED, "opened")
    in_browser(
        app, "dialogs.openExport", [(EXPORT.button_id, "n_clicks")], [(ids.EXPORT, "opened"), zone], [zone]
    )
    in_browser(app, "dialogs.chooseExport", EXPORT_CHOICES, EXPORT_ANSWER)
    opens = [opened, *of_each((ids.EMBED_KIND, ids.EMBED_PIN), "value")]
    in_browser(app, "dialogs.openEmbed", [(EMBED.button_id, "n_clicks")], opens, [(ids.URL, "pathname")])
    in_browser(app, "dialogs.chooseEmbed", EMBED_CHOICES, EMBED_ANSWER)
