"""The bar of a long step of the command line."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from equity.checking.progress import STAGES


class Bar:
    """The bar of one step on standard error: what is being done, how much of it, how long it took."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._task: TaskID | None = None
        self._stage = ""

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._task is not None and error[0] is None:
            self._progress.update(self._task, total=1, completed=1)
        self._progress.stop()

    def report(self, stage: str, done: int, total: int) -> None:
        """One line per stage; a finished one stays on the screen with its time."""
        if stage != self._stage:
            if self._task is not None:
                self._progress.update(self._task, total=1, completed=1)
            self._task, self._stage = self._progress.add_task(""), stage
        label = STAGES[stage]
        rows = f" {done:,}" + (f" / {total:,}" if total else "") if stage == "read" and done else ""
        assert self._task is not None
        self._progress.update(
            self._task,
            description=f"{label.zh} {label.en}{rows}",
            completed=done,
            total=total or None,
        )
