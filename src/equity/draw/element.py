"""SVG as a tree of elements: nothing is text until the drawing is written out."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from equity.draw.lettering import punctuate
from equity.draw.theme import Theme

Node: TypeAlias = etree._Element
SVG = "http://www.w3.org/2000/svg"
# control characters are not allowed in XML 1.0 at all, escaped or not
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def el(name: str, *children: Node | None, text: object = None, **attributes: object) -> Node:
    """One element. ``_`` in an attribute's name becomes ``-`` (``class_`` is ``class``); None leaves the attribute, or the
    child, out; floats are written with at most two decimals; characters that XML does not allow are dropped.
    """
    node = etree.Element(f"{{{SVG}}}{name}", nsmap={None: SVG})
    for key, value in attributes.items():
        if value is not None:
            shown = number(value) if isinstance(value, float) else _clean(value)
            node.set(key.rstrip("_").replace("_", "-"), shown)
    if text is not None:
        node.text = _clean(text)
    node.extend([child for child in children if child is not None])
    return node


def inline(node: Node) -> str:
    """An element as markup to stand in a page."""
    return etree.tostring(node, encoding="unicode")


def line_of_text(x: float, y: float, content: str, size: float, **attributes: object) -> Node:
    """A line of text with its baseline at ``y``."""
    return el("text", text=content, x=float(x), y=float(y), font_size=float(size), **attributes)


def moved(node: Node | None, y: float) -> Node | None:
    """The same element ``y`` further down."""
    if node is not None:
        node.set("transform", f"translate(0,{number(y)})")
    return node


def number(value: float) -> str:
    """Shortest text of a coordinate: two decimals, no trailing zeros, never ``-0``."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _clean(value: object) -> str:
    return _FORBIDDEN.sub("", str(value))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing and its size in CSS pixels."""

    root: Node
    width: float
    height: float

    @property
    def svg(self) -> str:
        """A standalone SVG file: well-formed, escaped, no script, no outside reference."""
        return etree.tostring(self.root, encoding="unicode")

    @property
    def inline(self) -> str:
        """The same to stand in a page, whose style decides its size."""
        root = deepcopy(self.root)
        del root.attrib["width"], root.attrib["height"]
        return etree.tostring(root, encoding="unicode")


def read_drawing(svg: str) -> Drawing:
    """A drawing that was kept as a file of this module."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    return Drawing(root, float(root.get("width", "0")), float(root.get("height", "0")))


def drawing(
    body: Iterable[Node | None],
    *,
    width: float,
    height: float,
    lang: str,
    label: str,
    description: str = "",
    theme: Theme,
    style: str = "",
    ids: str = "f",
    role: str = "img",
) -> Drawing:
    """A drawing with an accessible name. Holes of a path are holes whichever way its rings run (``evenodd``)."""
    root = el(
        "svg",
        el("title", text=label, id=f"{ids}-t"),
        el("desc", text=description, id=f"{ids}-d") if description else None,
        el("style", text=style) if style else None,
        el("rect", width=float(width), height=float(height), fill=theme["paper"]),
        *body,
        width=float(width),
        height=float(height),
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=theme.font,
        fill=theme["ink"],
        fill_rule="evenodd",
        lang="en" if lang == "en" else "zh-CN",
        role=role,
        aria_labelledby=f"{ids}-t" + (f" {ids}-d" if description else ""),
    )
    if lang == "zh":
        for node in root.iter(*(f"{{{SVG}}}{name}" for name in ("text", "title", "desc"))):
            node.text = punctuate(node.text or "")
    return Drawing(root, width, height)
