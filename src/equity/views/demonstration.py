"""The demonstration: everything that rests on placeholders, in one section apart from the findings."""

from equity.say import texts_of
from equity.views.distances import hidden_table
from equity.views.model import Block, Bullets, Item, Paragraph, Section
from equity.views.services import service_blocks
from equity.views.shortfall import shortfall_table
from equity.views.sites import sites_table
from equity.views.split import lines, split_blocks
from equity.views.townships import townships_table
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title


def demonstration_section(view: View) -> Section | None:
    """All illustrative results of the zone; None where there is none."""
    blocks: list[Block] = [
        *service_blocks(view, placeholders=True),
        *_some(shortfall_table(view, placeholders=True)),
        *split_blocks(view, lines(view, placeholders=True)),
        *_some(hidden_table(view, placeholders=True)),
        *_some(sites_table(view, placeholders=True)),
        *_some(townships_table(view, placeholders=True)),
    ]
    if not blocks:
        return None
    blocks = [Paragraph(view.voice(TEXTS.lead)), *_some(drawn_from(view)), *blocks]
    return Section("demonstration", view.voice(TITLE), tuple(blocks), apart=True)


def drawn_from(view: View) -> Bullets | None:
    """What the generator took for each service that is a demonstration here; services drawn alike stand together."""
    voice, said = view.voice, dict[str, list[str]]()
    for d in view.of_kind("facility"):
        if found := view.indicators.drawn_from(d.id, view.zone.code):
            said.setdefault(voice(found), []).append(voice(d.label))
    items = tuple(Item(text, voice.names(names)) for text, names in said.items())
    return Bullets(items, voice(TEXTS.drawn_from)) if items else None


def _some(block: Block | None) -> list[Block]:
    return [] if block is None else [block]
