"""Drawings of the shipped divisions that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from equity.documents.making import make_report, read_shapes
from equity.draw.element import Drawing
from equity.draw.frame import Frame
from equity.draw.map import draw_map
from equity.draw.scales import classes
from equity.draw.theme import theme as theme_of
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.settings import Settings
from equity.views.drawings import MapSpec
from equity.views.model import Report

Draw = Callable[..., Drawing]


@pytest.fixture(scope="session")
def features(shipped_settings: Settings) -> tuple[dict[str, Any], ...]:
    return tuple(read_shapes(shipped_settings)[0]["features"])


@pytest.fixture(scope="session")
def draw(features: tuple[dict[str, Any], ...]) -> Draw:
    def make(
        records: Sequence[ValueRecord],
        *,
        lang: str = "zh",
        theme: str = "light",
        width: float = 900,
        height: float = 640,
        highlight: str = "",
        **options: Any,
    ) -> Drawing:
        scale = classes(records, lang=lang)
        said = {k: options.pop(k, "") for k in ("title", "subtitle", "source", "number", "approval")}
        spec = MapSpec(
            tuple(records), scale.breaks, scale.labels, scale.diverging, said["title"], "", highlight
        )
        return draw_map(
            spec,
            features,
            Frame(lang, **said),
            theme_of(theme),
            width=width,
            height=height,
            **options,
        )

    return make


@pytest.fixture(scope="session")
def city(shipped: Indicators, shipped_settings: Settings) -> Report:
    return make_report(shipped, "530100", "zh", shapes=read_shapes(shipped_settings))
