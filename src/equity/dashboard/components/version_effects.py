"""What the office's registers have changed in a division, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equity.intake import versions
from equity.intake.effect import Moved, effect
from equity.intake.effect_words import HEADS, in_words
from equity.say import Label, Voice
from equity.views.model import Section
from equity.views.tables import Cell, Column, Table

if TYPE_CHECKING:
    from equity.http.context import Context

MOST = 12  # numbers, the newest versions first
TITLE = Label("台账版本带来的变化", "What versions of registers changed")
LEAD = Label(
    "按常住人口。变化 = 供给 + 人口 + 方法；原为示意数据或没有数据的不拆分。",
    "By residents. Change = supply + people + method; what was a placeholder or nothing is not taken apart.",
)
VERSION, SERVICE = Label("版本", "Version"), Label("服务", "Service")
SAID = Label("{version}（{day}）", "{version} ({day})")


def versions_section(ctx: Context, voice: Voice, division: str) -> Section | None:
    """One row for each service of the division that a version in the history moved; None where none did."""
    registry, folder = ctx.indicators.registry, versions.registers_folder(ctx.settings)
    rows: list[tuple[Cell, ...]] = []
    for entry in versions.history(ctx.settings):
        if entry["action"] != "commit" or not entry["in_force"]:
            continue
        moved = effect(folder / entry["dataset"] / entry["version"]) or []
        when = voice(SAID, version=entry["version"], day=entry["when"][:10])
        rows += [_row(m, when, ctx, voice) for m in moved if m.division == division and m.service in registry]
    if not rows:
        return None
    columns = (
        Column("version", voice(VERSION), weight=1.6),
        Column("service", voice(SERVICE), weight=1.6),
        *(Column(id_, voice(label), True) for id_, label in HEADS.items()),
    )
    table = Table("versions", voice(TITLE), columns, tuple(rows[:MOST]))
    return Section("versions", voice(TITLE), (table,), voice(LEAD))


def _row(moved: Moved, when: str, ctx: Context, voice: Voice) -> tuple[Cell, ...]:
    definition = ctx.indicators.registry[moved.service]
    return (Cell(when), Cell(voice(definition.label)), *map(Cell, in_words(moved, definition, voice)))
