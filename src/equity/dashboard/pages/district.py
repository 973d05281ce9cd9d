"""District profile: who lives here, what planning by the register covers, three findings; then sections to open."""

from typing import Any

from dash import html

from equity.components.district_index import district_index
from equity.components.locator import locator
from equity.components.parts import icon
from equity.components.version_effects import versions_section
from equity.components.words import link
from equity.dashboard.render import figure, folded, folds, key_figure, sentence, text_page
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.zones import Zone
from equity.say import Label, texts_of
from equity.views.drawings import Figure
from equity.views.model import Report, Section
from equity.views.report import build_report

PATH = "/district/<code>"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
SECTIONS = (
    "people",
    "years",
    "children",
    "schooling",
    "services",
    "shortfall",
    "split",
    "line_only",
    "sites",
    "townships",
    "measures",
    "registers",
    "demonstration",
    "sources",
    "limits",
)
OPENING = 2  # sentences before the findings
LEVELS = TEXTS["levels"]


def subject(ctx: Context, lang: str, code: str = "") -> str | None:
    if not code:
        return ""
    return ctx.indicators.zone(code).name(lang) if ctx.indicators.has_zone(code) else None


def layout(ctx: Context, view: PageView, code: str = "") -> Any:
    indicators = ctx.indicators
    if not code or not indicators.has_zone(code):
        message = TEXTS.unknown[view.lang].format(code=code) if code else ""
        return district_index(ctx, view, message)
    return profile(ctx, view, indicators.zone(code))


def profile(ctx: Context, view: PageView, zone: Zone) -> html.Div:
    asked = view.at(zone.code)
    extra = ("inequality",) if zone.level == "city" else ()
    report = build_report(asked, (*SECTIONS, *extra))
    opened = view.opened
    bar, sections = _people_first(report)
    brought = versions_section(ctx, asked.voice, zone.code)
    sections += [brought] if brought else []
    return text_page(
        "district",
        [_tools(view, zone), *_head(view, zone, report)],
        *([figure(bar, view, caption=False)] if bar else []),
        html.Dl([key_figure(k, view) for k in report.key_figures], className="key-figures key-figures-wide"),
        folds(
            [folded(section, view, is_open=section.id in opened) for section in sections],
            id="main-table",
            **{"aria-label": TEXTS.more[view.lang], "role": "region"},
        ),
        html.Nav(_neighbours(view, zone), className="neighbours", **{"aria-label": TITLE[view.lang]}),
        beside=locator(ctx, view, zone),
    )


def _people_first(report: Report) -> tuple[Figure | None, list[Section]]:
    """The bar of the three groups, which stands on the first screen, and the sections without it."""
    bar, sections = None, []
    for section in report.sections:
        blocks = section.blocks
        if section.id == "people":
            bar = next((b for b in blocks if isinstance(b, Figure) and b.id == "population"), None)
            blocks = tuple(b for b in blocks if b is not bar)
        sections.append(Section(section.id, section.title, blocks, section.lead, section.apart))
    return bar, sections


def _head(view: PageView, zone: Zone, report: Report) -> list[Any]:
    voice = view.voice
    other = voice.other.lang
    opening, findings = report.summary[:OPENING], report.summary[OPENING:]
    found = [
        html.H2(TEXTS.findings[voice.lang], className="findings-title"),
        html.Ul([html.Li(sentence(said, view, "finding")) for said in findings], className="headline-more"),
    ]
    return [
        html.H1([zone.name(voice.lang), html.Span(zone.name(other), className="other-name", lang=other)]),
        html.P(_facts(view, zone), className="page-facts"),
        *[sentence(said, view, "profile-headline") for said in opening],
        *(found if findings else []),
    ]


def _facts(view: PageView, zone: Zone) -> list[Any]:
    indicators = view.indicators
    voice = view.voice
    if zone.level == "division":
        wider = indicators.zone(zone.parent)
        return [
            link(view, wider.name(view.lang), f"/district/{wider.code}"),
            html.Span(voice(TEXTS.code, code=zone.code)),
        ]
    inside = [
        z for z in indicators.zones("division") if zone.code in {indicators.city.code, z.functional_zone}
    ]
    links = [link(view, z.short(view.lang), f"/district/{z.code}") for z in inside]
    gap = voice.names(("", ""))
    ends = [gap.rstrip()] * (len(links) - 1) + [""]
    members = [
        piece
        for part, end in zip(links, ends, strict=True)
        for piece in (html.Span([part, end], className="together"), gap[len(end) :] if end else "")
    ]
    return [
        html.Span(LEVELS[zone.level][view.lang]),
        html.Span([TEXTS.members[view.lang], html.Span(members)]),
    ]


def _tools(view: PageView, zone: Zone) -> html.Div:
    back = link(
        view, [icon("back", size=16), TEXTS.back[view.lang]], "/", class_name="button", zone=zone.code
    )
    return html.Div(
        [back, html.Span(_neighbours(view, zone), className="neighbours")], className="page-tools"
    )


def _neighbours(view: PageView, zone: Zone) -> list[Any]:
    """Links to the zone before and the one after on the same level, round the end."""
    same = view.indicators.zones(zone.level)
    if len(same) < 2:
        return []
    at = [z.code for z in same].index(zone.code)
    before, after = same[at - 1], same[(at + 1) % len(same)]
    left = [html.Span("←", **{"aria-hidden": "true"}), _word(TEXTS.previous, view), before.name(view.lang)]
    right = [_word(TEXTS.next, view), after.name(view.lang), html.Span("→", **{"aria-hidden": "true"})]
    return [
        link(view, words, f"/district/{z.code}", class_name="button")
        for words, z in ((left, before), (right, after))
    ]


def _word(label: Label, view: PageView) -> html.Span:
    return html.Span(f"{label[view.lang]} ", className="neighbour-word")
