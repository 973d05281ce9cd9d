"""What was brought in: history, differences between versions, undo."""

from contextlib import closing
from typing import Any

from flask import Blueprint, redirect, request

from equity.checking.datasets import every_dataset
from equity.http.request import asked_lang, asked_theme
from equity.importing.access import User
from equity.importing.change_map import effect_groups
from equity.importing.page import Pages, link
from equity.intake import difference, versions
from equity.intake.audit import of_version
from equity.say import Voice
from equity.warehouse import open_warehouse

SHOWN_ROWS = 200


def register_ledger(blueprint: Blueprint, pages: Pages) -> None:
    @blueprint.get("/history")
    @pages.for_users
    def history(user: User) -> Any:
        entries, done = versions.history(pages.settings), request.args.get("done", "")
        return pages.render(
            "history",
            user,
            entries=entries,
            counting=versions.rows_in_force(pages.settings),
            datasets=every_dataset(),
            done=done if done in {e["version"] for e in entries} else "",
            data_version=_data_version(pages),
        )

    @blueprint.get("/history/<version>")
    @pages.for_users
    def show(user: User, version: str) -> Any:
        found = difference.difference(pages.settings, version, request.args.get("since", ""))
        lang = asked_lang()
        return pages.render(
            "difference",
            user,
            found=found,
            changed=difference.shown_changes(found, Voice(lang), SHOWN_ROWS),
            added=difference.shown_rows(found, found.added, Voice(lang), SHOWN_ROWS),
            removed=difference.shown_rows(found, found.removed, Voice(lang), SHOWN_ROWS),
            shown=SHOWN_ROWS,
            datasets=every_dataset(),
            groups=effect_groups(found.moved or [], pages.ctx, Voice(lang), asked_theme()),
            earlier=versions.earlier(pages.settings, version),
        )

    @blueprint.post("/history/undo")
    @pages.for_users
    def undo(user: User) -> Any:
        entry, report = versions.undo(pages.settings, request.form.get("version", ""), who=user.name)
        pages.audit("undone", user.name, **of_version(entry, report.data_version))
        return redirect(link("/history"))


def _data_version(pages: Pages) -> str:
    """Of the warehouse on disk: right after a commit the running server may still be a second behind."""
    with closing(open_warehouse(pages.settings.warehouse_path)) as warehouse:
        return warehouse.data_version
