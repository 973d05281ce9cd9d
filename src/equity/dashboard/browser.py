"""Callbacks that run in the browser: a function of ``assets/*.js`` tied to components by one line."""

from collections.abc import Iterable

from dash import ClientsideFunction, Dash, Input, Output, State

Part = tuple[str, str]
"""The id of a component and the name of its property."""


def in_browser(
    app: Dash,
    function: str,
    takes: Iterable[Part],
    gives: Iterable[Part] = (),
    knows: Iterable[Part] = (),
    *,
    at_once: bool = False,
) -> None:
    """Call ``function`` ("maps.draw") when one of the parts that it ``takes`` changes, and ``at_once`` when they are there.

    ``knows``: parts that are handed on and start nothing. Its answer goes to the parts that it ``gives``.
    """
    app.clientside_callback(
        ClientsideFunction(*function.split(".")),
        *(Output(*part) for part in gives),
        *(Input(*part) for part in takes),
        *(State(*part) for part in knows),
        prevent_initial_call=not at_once,
    )


def of_each(components: Iterable[str], name: str) -> list[Part]:
    """The same property of several components."""
    return [(component, name) for component in components]
