"""The dialogs' buttons in the top bar, and what follows a press: all of it in the browser
(``assets/dialogs.js``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash

from equity.dashboard import ids
from equity.dashboard.browser import in_browser, of_each
from equity.dashboard.dialogs import names
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
    (names.EXPORT, "opened"), (names.EXPORT_ZONE, "value"), (names.EXPORT_LANG, "value"), (names.EXPORT_SERVICES, "value"),
    (names.EXPORT_SECTIONS, "value"), (names.EXPORT_DEMO, "checked"), (names.EXPORT_FORMATS, "value"),
)  # fmt: skip
EXPORT_ANSWER = (
    (names.EXPORT_PREVIEW, "src"), (names.EXPORT_PERMANENT, "href"), (names.EXPORT_ONE, "hidden"), (names.EXPORT_MANY, "hidden"),
    *of_each(map(names.export_link, (*FORMATS, ZIP.name)), "href"),
)  # fmt: skip
EMBED_CHOICES = (
    names.EMBED_KIND, names.EMBED_PIN, names.EMBED_LANG, names.EMBED_THEME, names.EMBED_WIDTH, names.EMBED_HEIGHT,
)  # fmt: skip
EMBED_ANSWER = (
    (names.EMBED_FRAME, "src"), (names.EMBED_STATE, "children"), (names.embed_field("image"), "hidden"),
    *of_each(map(names.embed_text, names.EMBED_TEXTS), "value"),
)  # fmt: skip


def register_dialogs(app: Dash) -> None:
    zone, opened = (names.EXPORT_ZONE, "value"), (names.EMBED, "opened")
    in_browser(
        app, "dialogs.openExport", [(EXPORT.button_id, "n_clicks")], [(names.EXPORT, "opened"), zone], [zone]
    )
    in_browser(app, "dialogs.chooseExport", EXPORT_CHOICES, EXPORT_ANSWER)
    opens = [opened, *of_each((names.EMBED_KIND, names.EMBED_PIN), "value")]
    in_browser(app, "dialogs.openEmbed", [(EMBED.button_id, "n_clicks")], opens, [(ids.URL, "pathname")])
    in_browser(app, "dialogs.chooseEmbed", [opened, *of_each(EMBED_CHOICES, "value")], EMBED_ANSWER)
