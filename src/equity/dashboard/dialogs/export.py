"""The export dialog: what, in which language, in which formats; the first page as preview; files by address."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from equity.components.parts import icon
from equity.dashboard import ids
from equity.dashboard.dialogs.form import LANGUAGES, choice, demo_tick, dialog, named_group
from equity.documents.writers import FORMATS, ZIP
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.say import DOMAINS, Voice, texts_of
from equity.views.report import TITLES

ALL = "all"
DEFAULT_FORMATS = ("pdf", "docx")
TEXTS = texts_of(__name__)
WORDS = TEXTS["words"]


def export_dialog(ctx: Context, view: PageView) -> Any:
    """Closed until the button of the top bar is pressed; the choices follow the address at that moment."""
    lang = view.lang

    def say(key: str) -> str:
        return WORDS[key][lang]

    indicators = ctx.indicators
    form = [
        dmc.Select(
            id=ids.EXPORT_ZONE,
            label=say("zone"),
            data=zone_choices(indicators, view.voice),
            value=view.chosen or indicators.city.code,
            searchable=True,
            allowDeselect=False,
            comboboxProps={"withinPortal": True},
        ),
        choice(ids.EXPORT_LANG, say("lang"), LANGUAGES, lang, view.voice),
        dmc.MultiSelect(
            id=ids.EXPORT_SERVICES,
            label=say("services"),
            placeholder=say("services_all"),
            data=service_choices(indicators, view.voice),
            value=[],
            searchable=True,
            clearable=True,
        ),
        dmc.MultiSelect(
            id=ids.EXPORT_SECTIONS,
            label=say("sections"),
            placeholder=say("sections_all"),
            data=[{"value": s, "label": title[lang]} for s, title in TITLES.items() if s != "demonstration"],
            value=[],
            clearable=True,
        ),
        demo_tick(ids.EXPORT_DEMO, view.voice),
        _one(view.voice),
        _many(view.voice),
        html.P(say("permanent_help"), className="dialog-help"),
    ]
    preview = html.Figure(
        [
            html.Img(
                id=ids.EXPORT_PREVIEW,
                alt=say("preview"),
                className="dialog-page",
                **{"data-loading": "true"},
            ),
            html.Figcaption(say("preview")),
        ],
        className="dialog-preview",
    )
    return dialog(ids.EXPORT, TEXTS.title[lang], say("close"), form, preview, size=980)


def _one(voice: Voice) -> html.Div:
    """One zone: every format is a link; the file begins to load when it is pressed."""
    links = [
        html.A(
            [icon("download", size=16), voice(f.label)],
            id=ids.export_link(f.name),
            href="#",
            className="button",
            download="",
            rel="nofollow",
        )
        for f in (*FORMATS.values(), ZIP)
    ]
    permanent = html.A(
        voice(WORDS["permanent"]),
        id=ids.EXPORT_PERMANENT,
        href="#",
        target="_blank",
        rel="nofollow",
        className="dialog-link",
    )
    shown = [html.Div(links, className="dialog-buttons"), permanent]
    return named_group(voice(WORDS["formats"]), shown, label_id="export-links-label", id=ids.EXPORT_ONE)


def _many(voice: Voice) -> html.Div:
    """All zones: formats to tick, a button, and the progress of what the server does in the background."""
    formats = [dmc.Checkbox(label=voice(f.label), value=f.name, size="sm") for f in FORMATS.values()]
    return html.Div(
        [
            dmc.CheckboxGroup(
                html.Div(formats, className="dialog-checks"),
                id=ids.EXPORT_FORMATS,
                label=voice(WORDS["choose"]),
                value=list(DEFAULT_FORMATS),
            ),
            html.Button(
                voice(WORDS["start"]),
                id=ids.EXPORT_START,
                className="button button-primary",
                **{"data-export-start": ids.EXPORT_PROGRESS},
            ),
            html.Div(
                id=ids.EXPORT_PROGRESS,
                className="dialog-progress",
                role="group",
                **{"aria-label": voice(WORDS["progress"])}
                | {f"data-{key}": voice(WORDS[key]) for key in ("none", "waiting", "failed", "done", "file")},
            ),
        ],
        id=ids.EXPORT_MANY,
        hidden=True,
    )


def zone_choices(indicators: Indicators, voice: Voice) -> list[dict[str, Any]]:
    """All at once, the city, the functional zones, the divisions."""
    above, divisions = (
        [{"value": z.code, "label": z.name(voice.lang)} for level in levels for z in indicators.zones(level)]
        for levels in (("city", "functional_zone"), ("division",))
    )
    return [
        {"value": ALL, "label": voice(WORDS["all"]).format(n=len(divisions))},
        {"group": voice(WORDS["one"]), "items": above},
        {"group": voice(WORDS["divisions"]), "items": divisions},
    ]


def service_choices(indicators: Indicators, voice: Voice) -> list[dict[str, Any]]:
    """Services a snapshot can be limited to, by domain; population is always in it."""
    groups: dict[str, list[dict[str, str]]] = {}
    for d in indicators.registry.of_kind("total", "facility", "condition"):
        groups.setdefault(d.domain, []).append({"value": d.id, "label": voice(d.label)})
    return [{"group": voice(DOMAINS[domain]), "items": items} for domain, items in groups.items()]
