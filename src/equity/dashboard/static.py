"""Components as HTML: what the first answer of a page shows until the application draws the same in the browser."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

from equity.components.parts import Markup

NAMES = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
}
# Ids belong to the application's own elements, but the skip link needs its target; the rest is the application's affair.
LEFT_OUT = frozenset({"children", "id", "key", "n_clicks", "disable_n_clicks"})
SKIPPED_TO = "main-table"
CAPITAL = re.compile(r"(?<!^)[A-Z]")
VOID = frozenset({"img", "br", "hr", "input"})
MANTINE = "dash_mantine_components"


def to_html(node: Any) -> str:
    """HTML of a tree of ``dash.html`` components; of the others a control leaves its place, the rest nothing."""
    if node is None:
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(to_html(part) for part in node)
    if not isinstance(node, Component):
        return escape(str(node))
    if isinstance(node, Markup):
        return f'<{node.tag} class="{escape(node.className)}">{node.html}</{node.tag}>'
    if node._namespace == MANTINE:
        return _stand_in(node)
    if node._namespace != "dash_html_components":
        return ""
    return _element(node)


def _element(node: Component) -> str:
    tag = str(node._type).lower()
    props = {k: v for k, v in node.to_plotly_json()["props"].items() if k not in LEFT_OUT and v is not None}
    if tag == "img" and "src" not in props:
        return ""
    if getattr(node, "id", "") == SKIPPED_TO:
        props["id"] = SKIPPED_TO
    attributes = "".join(_attribute(name, value) for name, value in props.items())
    if tag in VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{to_html(getattr(node, 'children', None))}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    name = NAMES.get(name, name)
    if value is False and not name.startswith(("aria-", "data-")):
        return ""
    if isinstance(value, Mapping):
        value = ";".join(
            f"{CAPITAL.sub(_dashed, k)}:{v}" for k, v in value.items()
        )  # style, as React names it
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _dashed(capital: re.Match[str]) -> str:
    return "-" + capital[0].lower()


def _stand_in(node: Component) -> str:
    """The place of a control, in its size, with what is chosen in it."""
    css = escape(f"{getattr(node, 'className', '')} stand-in stand-in-{str(node._type).lower()}")
    value, options = getattr(node, "value", None), getattr(node, "data", None) or []
    if node._type == "SegmentedControl":
        shown = "".join(
            f"<span{' class=on' if each == value else ''}>{escape(label)}</span>"
            for each, label in labels(options).items()
        )
    else:
        chosen = next((label for each, label in labels(options).items() if each == value), "")
        shown = escape(chosen or getattr(node, "placeholder", None) or "")
    return f'<div class="{css}">{shown}</div>'


def labels(options: Iterable[Any]) -> dict[Any, str]:
    """The label of each value of a control, those in groups included."""
    found: dict[Any, str] = {}
    for option in options:
        if not isinstance(option, Mapping):
            found[option] = str(option)
        elif "items" in option:
            found |= labels(option["items"])
        else:
            found[option["value"]] = str(option["label"])
    return found
