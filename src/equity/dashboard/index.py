"""The HTML that carries the application: right language and theme from the first byte, with the page itself."""

from collections.abc import Callable
from html import escape
from typing import Any

import dash
from flask import has_request_context, request

from equity.dashboard.pages import heading_of, page_name
from equity.http.page import NOT_FOUND
from equity.http.request import asked_lang, asked_theme
from equity.say import Label, Voice, texts_of

TEXTS = texts_of(__name__)
PLAIN_PAGES = {
    "/embed/map": Label("地图", "map"),
    "/embed/chart": Label("图表", "chart"),
    "/embed/card": Label("卡片", "card"),
    "/api/v1/values?format=csv": Label("数据表（CSV）", "table (CSV)"),
}

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-mantine-color-scheme="{theme}" data-page="{page}" data-city="{city}" data-first>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<meta name="color-scheme" content="{theme}">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{favicon}">
<link rel="stylesheet" href="{style}">
</head>
<body>
<a class="skip-link" href="#main-table">{skip}</a>
<noscript><p class="no-script">{no_script}</p></noscript>
<p class="no-script too-old">{too_old}</p>
<div id="first">{first}</div>
<div id="react-entry-point"></div>
<div>{config}{scripts}{renderer}</div>
</body>
</html>"""


def window_title(heading: str | None, product: Label, voice: Voice) -> str:
    """The heading of the page and the name of the dashboard."""
    return f"{heading or voice(NOT_FOUND[0])} · {voice(product)}"


def _with_links(said: Label, voice: Voice) -> str:
    """The sentence with the addresses that need neither script nor a new browser."""
    tail = "?lang=en" if not voice.zh else ""
    links = [
        f'<a href="{path if "?" in path else path + tail}">{voice(name)}</a>'
        for path, name in PLAIN_PAGES.items()
    ]
    return voice(said).format(links=("、" if voice.zh else ", ").join(links))


class Application(dash.Dash):
    """Dash with this product's index page. ``context`` is the shared Context of its requests; ``first`` gives what the reader
    sees of a page before any script has run.
    """

    context: Any
    first: Callable[[], str]
    style: str

    def interpolate_index(self, **parts: str) -> str:
        path = request.path if has_request_context() else "/"
        lang, theme = asked_lang(), asked_theme()
        indicators = self.context.indicators
        city = indicators.city
        about = TEXTS.description.format(city=city.name, n=len(indicators.zones("division")))
        return PAGE.format(
            lang="zh-CN" if lang == "zh" else "en",
            theme=theme,
            title=escape(
                window_title(heading_of(self.context, path, Voice(lang)), city.product, Voice(lang))
            ),
            city=city.code,
            description=escape(about[lang]),
            skip=TEXTS.skip[lang],
            no_script=_with_links(TEXTS.no_script, Voice(lang)),
            too_old=_with_links(TEXTS.too_old, Voice(lang)),
            favicon=self.get_asset_url("favicon.svg"),
            first=self.first(),
            page=page_name(path),
            style=self.get_relative_path(self.style),
            config=parts["config"],
            scripts=parts["scripts"].replace("<script src=", "<script data-src="),
            renderer=parts["renderer"],
        )
