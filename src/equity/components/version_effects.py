"""What the office's registers have changed in a division, version by version."""

from equity.http.context import Context
from equity.intake import versions
from equity.intake.effect import HEADS, Moved, effect, in_words
from equity.say import Voice, texts_of
from equity.views.model import Section
from equity.views.tables import Cell, Column, Table

MOST = 12  # numbers, the newest versions first
TEXTS = texts_of(__name__)


def versions_section(ctx: Context, voice: Voice, division: str) -> Section | None:
    """One row for each service of the division that a version in the history moved; None where none did."""
    registry, folder = ctx.indicators.registry, versions.registers_folder(ctx.settings)
    rows: list[tuple[Cell, ...]] = []
    for entry in versions.history(ctx.settings):
        if entry["action"] != "commit" or not entry["in_force"]:
            continue
        moved = effect(folder / entry["dataset"] / entry["version"]) or []
        when = voice(TEXTS.said, version=entry["version"], day=entry["when"][:10])
        rows += [_row(m, when, ctx, voice) for m in moved if m.division == division and m.service in registry]
    if not rows:
        return None
    columns = (
        Column("version", voice(TEXTS.version), weight=1.6),
        Column("service", voice(TEXTS.service), weight=1.6),
        *(Column(id_, voice(label), True) for id_, label in HEADS.items()),
    )
    table = Table("versions", voice(TEXTS.title), columns, tuple(rows[:MOST]))
    return Section("versions", voice(TEXTS.title), (table,), voice(TEXTS.lead))


def _row(moved: Moved, when: str, ctx: Context, voice: Voice) -> tuple[Cell, ...]:
    definition = ctx.indicators.registry[moved.service]
    return (Cell(when), Cell(voice(definition.label)), *map(Cell, in_words(moved, definition, voice)))
