"""Small vocabulary for drawing standalone SVG: escaped elements, themes, text width, line breaking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from equity.draw.typography import punctuate_svg

FONT_FAMILY = "'Equity Sans SC','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC','Equity Sans Web',sans-serif"
# control characters are not allowed in XML 1.0 at all, escaped or not
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TOKEN = re.compile(r"[A-Za-z0-9%‰.,+\-−'’()/:=·]+\s?|\s+|.", re.DOTALL)
# these may not begin a line of Chinese text
_CLOSING = set("\uff0c。、\uff1b\uff1a\uff1f\uff01\uff09》」』】〕%‰…,.;:?!)]}”’")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a figure that do not carry data; contrast of ``ink`` and ``muted`` on ``paper`` is at least
    4.5:1.
    """

    paper: str
    ink: str
    muted: str
    hairline: str
    border: str
    halo: str
    accent: str
    mark: str
    mark_paper: str


THEMES = {
    "light": Theme(
        "#ffffff", "#1f2933", "#52606d", "#d5dae0", "#5f6b7a", "#ffffff", "#0b6e6e", "#7a4b00", "#fff4d6"
    ),
    "dark": Theme(
        "#14191f", "#e6eaef", "#a9b4c0", "#37424e", "#8d99a6", "#14191f", "#4fc3c0", "#ffd479", "#3a2e10"
    ),
}


def text_of(value: object) -> str:
    """``value`` as safe XML character data."""
    return escape(_FORBIDDEN.sub("", str(value)), quote=True)


def el(name: str, *children: str, **attributes: object) -> str:
    """One element. Children are finished markup; attribute values are escaped; ``_`` in names becomes ``-``.

    An attribute that is None is left out; floats are written with at most two decimals.
    """
    parts = []
    for key, value in attributes.items():
        if value is None:
            continue
        shown = number(value) if isinstance(value, float) else text_of(value)
        parts.append(f' {key.rstrip("_").replace("_", "-")}="{shown}"')
    inside = "".join(children)
    return f"<{name}{''.join(parts)}>{inside}</{name}>" if inside else f"<{name}{''.join(parts)}/>"


def number(value: float) -> str:
    """Shortest text of a coordinate: two decimals, no trailing zeros, never ``-0``."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def text(x: float, y: float, content: str, size: float, **attributes: object) -> str:
    """A line of text with its baseline at ``y``."""
    return el("text", text_of(content), x=float(x), y=float(y), font_size=float(size), **attributes)


def text_width(content: str, size: float) -> float:
    """Width in the unit of ``size``: a Chinese character is one em, a capital 0.66, other Latin 0.55."""
    total = 0.0
    for char in content:
        code = ord(char)
        if code >= 0x2E80 or char in "—…“”‘’":
            total += 1.0
        elif char in "ilI.,:;|'! ()·":
            total += 0.32
        elif char.isupper() or char in "%‰mwMW+−=×":
            total += 0.72
        else:
            total += 0.56
    return total * size


def wrap(content: str, size: float, width: float) -> list[str]:
    """Lines no wider than ``width``; Latin words stay whole, a closing mark never begins a line."""
    lines, line = [], ""
    for token in _TOKEN.findall(content):
        if line and text_width(line + token.rstrip(), size) > width and token not in _CLOSING:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() else lines


def clip(content: str, size: float, width: float) -> str:
    """``content`` shortened with an ellipsis to fit one line."""
    if text_width(content, size) <= width:
        return content
    while content and text_width(content + "…", size) > width:
        content = content[:-1]
    return content.rstrip() + "…"


def document(
    body: Iterable[str],
    *,
    width: float,
    height: float,
    lang: str,
    label: str,
    description: str = "",
    theme: Theme,
    style: str = "",
    ids: str = "f",
) -> str:
    """A standalone SVG file with an accessible name; no script, no outside reference."""
    head = [el("title", text_of(label), id=f"{ids}-t")]
    if description:
        head.append(el("desc", text_of(description), id=f"{ids}-d"))
    if style:
        head.append(el("style", style))
    if lang == "zh":
        head, body = [punctuate_svg(part) for part in head], [punctuate_svg(part) for part in body]
    ground = el("rect", width=float(width), height=float(height), fill=theme.paper)
    return el(
        "svg",
        *head,
        ground,
        *body,
        xmlns="http://www.w3.org/2000/svg",
        width=float(width),
        height=float(height),
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=FONT_FAMILY,
        fill=theme.ink,
        lang="en" if lang == "en" else "zh-CN",
        role="img",
        aria_labelledby=f"{ids}-t" + (f" {ids}-d" if description else ""),
    )
