"""Buttons of the top bar that later rooms bring along (export, embed): shown only where one is registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equity.say import Label

if TYPE_CHECKING:
    from equity.web.context import Context
    from equity.web.view import PageView


@dataclass(frozen=True, slots=True)
class Feature:
    """A button in the top bar. ``dialog`` makes what it opens; the button's id is ``button_id``."""

    id: str
    label: Label
    icon: str
    dialog: Callable[[Context, PageView], Any]

    @property
    def button_id(self) -> str:
        return f"feature-{self.id}"


def register_feature(ctx: Context, feature: Feature) -> None:
    ctx.features[feature.id] = feature
