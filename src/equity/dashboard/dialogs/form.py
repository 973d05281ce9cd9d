"""What both dialogs are made of: a choice under its name, and the dialog with its form beside a preview."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from equity.say import Label, Voice, texts_of

TEXTS = texts_of(__name__)

LANGUAGES = {"zh": Label("中文", "中文"), "en": Label("English", "English")}


def named_group(label: str, children: Any, *, label_id: str, **given: Any) -> html.Div:
    """Controls that belong together under their name."""
    name = html.Span(label, className="dialog-label", id=label_id)
    return html.Div([name, *children], role="group", **{"aria-labelledby": label_id}, **given)


def choice(id: str, label: str, labels: Mapping[str, Label], value: str, voice: Voice) -> html.Div:
    """One of a few."""
    data = [{"value": key, "label": voice(said)} for key, said in labels.items()]
    control = dmc.SegmentedControl(id=id, data=data, value=value, fullWidth=True)
    return named_group(label, [control], label_id=f"{id}-label")


def demo_tick(id: str, voice: Voice) -> dmc.Checkbox:
    """Whether demonstration figures are let in; they are left out unless it is ticked."""
    return dmc.Checkbox(id=id, label=voice(TEXTS.demo), description=voice(TEXTS.demo_help), size="sm")


def dialog(id: str, title: str, close: str, form: list[Any], preview: Any, *, size: int) -> dmc.Modal:
    """Closed until its button is pressed."""
    return dmc.Modal(
        html.Div([html.Div(form, className="dialog-form"), preview], className="dialog-body"),
        id=id,
        title=title,
        opened=False,
        size=size,
        closeButtonProps={"aria-label": close},
        className="dialog",
    )
