"""Helpers of the text pages: tables that turn into cards, names in their language, links keeping the view."""

import re
from collections.abc import Sequence
from typing import Any

from dash import html

from equity.draw.lettering import punctuate
from equity.http.view import PageView
from equity.say import Voice

CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
CHINESE = re.compile(rf"({CJK.pattern}(?:[^A-Za-z]*{CJK.pattern})*)")


def named(text: str, voice: Voice) -> Any:
    """A proper name or a quotation, alone or in a sentence: in an English page what is Chinese is marked as Chinese."""
    text = punctuate(text)
    if voice.zh or not CJK.search(text):
        return text
    parts = [html.Span(part, lang="zh") if CJK.search(part) else part for part in CHINESE.split(text) if part]
    return parts[0] if len(parts) == 1 else html.Span(parts)


def link(
    view: PageView, content: Any, path: str, *, class_name: str = "", anchor: str = "", **changes: str
) -> html.A:
    """A link inside the application that keeps language, theme and query; ``changes`` go to the address."""
    known: dict[str, object] = {
        k: v for k, v in changes.items() if k in {"service", "measure", "basis", "scenario", "zone"}
    }
    known |= {k: int(changes[k]) for k in ("year", "since") if k in changes}
    attributes = {"data-nav": path}
    if changes:
        attributes["data-set"] = "&".join(f"{k}={v}" for k, v in changes.items())
    if anchor:
        attributes["data-anchor"] = anchor
    return html.A(
        content,
        href=view.href(path, **known) + (f"#{anchor}" if anchor else ""),
        className=class_name,
        **attributes,
    )


def table(
    headers: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    *,
    class_name: str = "",
    numeric: Sequence[int] = (),
    row_classes: Sequence[str] = (),
    id: str = "",
    cards: bool = True,
) -> html.Div:
    """A table whose first column heads its rows.

    With ``cards`` each row becomes a card on a narrow screen (labels from the headers).
    """
    labels = [h if isinstance(h, str) else "" for h in headers]
    head = html.Thead(
        html.Tr(
            [html.Th(h, scope="col", className="num" if i in numeric else "") for i, h in enumerate(headers)]
        )
    )
    body = [
        html.Tr(
            [
                (html.Th if i == 0 else html.Td)(
                    cell if i == 0 or isinstance(cell, str) else html.Div(cell, className="cell"),
                    className="num" if i in numeric else "",
                    **({"scope": "row"} if i == 0 else {"data-label": labels[i]}),
                )
                for i, cell in enumerate(row)
            ],
            className=row_classes[n] if n < len(row_classes) else "",
        )
        for n, row in enumerate(rows)
    ]
    extra = {"id": id} if id else {}
    return html.Div(
        html.Table([head, html.Tbody(body)], className="table cards" if cards else "table"),
        className=f"table-frame {class_name}".strip(),
        **extra,
    )


def disclosure(summary: Any, *children: Any, open: bool = False, class_name: str = "") -> html.Details:
    return html.Details(
        [html.Summary(summary), html.Div(list(children), className="disclosure-body")],
        open=open,
        className=f"disclosure {class_name}".strip(),
    )
