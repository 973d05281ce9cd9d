"""Inline SVG and MathML in a page: Dash has no components for them, so one of ours writes finished markup."""

from typing import Any

from dash.development.base_component import Component


class Markup(Component):
    """Markup that the server has built and escaped, drawn by ``assets/markup.js``."""

    _namespace = "equity_markup"
    _type = "Markup"
    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ("children",)
    _prop_names = ("html", "className", "tag", "id")
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, html: str, *, className: str = "", tag: str = "div", **rest: Any) -> None:
        super().__init__(html=html, className=className, tag=tag, **rest)
