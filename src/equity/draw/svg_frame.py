"""Frame of a map: title and mark, source and id, patterns, scale bar, north arrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from equity.draw.svg_base import Theme, el, number, text, text_width, wrap
from equity.draw.svg_geometry import Box, Fitted

NICE_KM = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes and distances of a drawing; they grow with it, slower than it."""

    factor: float

    @classmethod
    def of(cls, width: float, height: float) -> Sizes:
        return cls(min(max(min(width, height) / 560, 0.68), 2.5) ** 0.75)

    def __call__(self, base: float) -> float:
        return base * self.factor


def draw_head(
    title: str | None, subtitle: str | None, width: float, size: Sizes, theme: Theme, mark: str
) -> tuple[list[str], float]:
    parts, y = [], size(12)
    room = width - size(28)
    if mark:
        box = text_width(mark, size(12)) + size(14)
        parts += [
            el(
                "rect",
                x=width - size(14) - box,
                y=size(11),
                width=box,
                height=size(21),
                rx=size(3),
                fill=theme.mark_paper,
                stroke=theme.mark,
                stroke_dasharray="2 2",
            ),
            text(
                width - size(14) - box / 2,
                size(26),
                mark,
                size(12),
                fill=theme.mark,
                text_anchor="middle",
                font_weight="bold",
            ),
        ]
        room -= box + size(8)
    for line in wrap(title or "", size(17), room)[:2]:
        y += size(20)
        parts.append(text(size(14), y, line, size(17), font_weight="bold"))
    for line in wrap(subtitle or "", size(12), room)[:2]:
        y += size(17)
        parts.append(text(size(14), y, line, size(12), fill=theme.muted))
    return parts, max(y + size(10), size(36) if mark else 0)


def draw_foot(
    source: str | None,
    snapshot_id: str | None,
    approval: str | None,
    width: float,
    height: float,
    size: Sizes,
    theme: Theme,
    words: Mapping[str, str],
) -> tuple[list[str], float]:
    right = " · ".join(
        part
        for part in (
            f"{words['approval']}{approval}" if approval else "",
            f"{words['id']}{snapshot_id}" if snapshot_id else "",
        )
        if part
    )
    lines = wrap(source or "", size(9.5), width - size(28))[:3]
    if right and lines and text_width(lines[-1], size(9.5)) + text_width(right, size(9.5)) < width - size(48):
        rows = len(lines)
    else:
        rows = len(lines) + bool(right)
    base = height - size(10)
    parts = [
        text(size(14), base - size(13) * (rows - 1 - i), line, size(9.5), fill=theme.muted)
        for i, line in enumerate(lines)
    ]
    if right:
        parts.append(text(width - size(14), base, right, size(9.5), fill=theme.muted, text_anchor="end"))
    return parts, base - size(13) * rows - size(6)


def draw_patterns(theme: Theme, ids: str, size: Sizes) -> list[str]:
    """The hatch of "no data" and the scattered 示意 of illustrative areas."""
    hatch = el("path", d="M0,6L6,0", stroke=theme.border, stroke_width=0.8, fill="none")
    w, h = size(46), size(26)
    mark = [
        text(w * fx, h * fy, "示意", size(9), fill=theme.ink, fill_opacity=0.34)
        for fx, fy in ((0.05, 0.4), (0.55, 0.9))
    ]
    return [
        el("pattern", hatch, id=f"{ids}-hatch", width=6.0, height=6.0, patternUnits="userSpaceOnUse"),
        el("pattern", *mark, id=f"{ids}-mark", width=w, height=h, patternUnits="userSpaceOnUse"),
    ]


def draw_scale_bar(fitted: Fitted, box: Box, size: Sizes, theme: Theme, lang: str) -> list[str]:
    """A bar of a round number of kilometres, about a fifth of the map's width."""
    wanted = (box[2] - box[0]) / 5 * fitted.metres_per_unit / 1000
    km = max((k for k in NICE_KM if k <= max(wanted, 1)), default=1)
    length = km * 1000 / fitted.metres_per_unit
    x, y = box[0], box[3] - size(4)
    return [
        el(
            "path",
            d=f"M{number(x)},{number(y - size(5))}v{number(size(5))}h{number(length)}v{number(-size(5))}",
            fill="none",
            stroke=theme.ink,
            stroke_width=1.2,
        ),
        text(
            x + length / 2,
            y - size(7),
            f"{km} km" if lang == "en" else f"{km} 千米",
            size(10),
            text_anchor="middle",
        ),
    ]


def draw_north(box: Box, size: Sizes, theme: Theme, word: str) -> list[str]:
    x, y, s = box[0] + size(12), box[1] + size(16), size(9)
    return [
        el(
            "path",
            d=f"M{number(x)},{number(y)}l{number(s * 0.6)},"
            f"{number(s * 2)}l{number(-s * 0.6)},{number(-s * 0.5)}"
            f"l{number(-s * 0.6)},{number(s * 0.5)}z",
            fill=theme.ink,
        ),
        text(x, y - size(4), word, size(11), text_anchor="middle", font_weight="bold"),
    ]
