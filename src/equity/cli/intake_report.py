"""What ``equity import`` prints: the columns it took, the findings, what the import would change, and what was done."""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from equity.checking.claims.questions import Question
from equity.checking.findings import SEVERITIES, iterate, most_serious
from equity.checking.outcome import Examination
from equity.checking.progress import STAGES
from equity.checking.safe_csv import write_findings
from equity.indicators.registry import registry
from equity.intake.audit import COMMAND_LINE, of_version, write_audit
from equity.intake.desk import Plan
from equity.intake.placed import KINDS, PLACE_WORDS, ChangedPlaces
from equity.intake.preview import Preview
from equity.say import BASES_SHORT, Label, Voice
from equity.settings import Settings

PRINTED_FINDINGS = 20
NOT_FOUND = Label("必填，没有找到", "required, not found")
console = Console()


def print_plan(plan: Plan) -> None:
    for said in plan.reading:
        console.print(f"  {said.zh} / {said.en}", markup=False)
    table = Table(
        "字段 field", "列 column", "依据 because", title=f"{plan.dataset.label.zh} / {plan.dataset.label.en}"
    )
    for spec in plan.dataset.fields:
        if spec.name in plan.mapping.columns:
            why = plan.mapping.reasons[spec.name]
            column = plan.layout.names[plan.mapping.columns[spec.name]]
            table.add_row(f"{spec.label.zh} {spec.name}", column, f"{why.zh} / {why.en}")
        elif spec.required or spec.name in plan.mapping.open:
            why = plan.mapping.reasons.get(spec.name, NOT_FOUND)
            how = f"{why.zh}；用 --column {spec.name}=列名 指定 / {why.en}: use --column {spec.name}=COLUMN"
            table.add_row(f"{spec.label.zh} {spec.name}", "—", how)
    console.print(table)
    if plan.unused:
        typer.echo(f"没有用到的列 columns not used: {'、'.join(plan.unused)}")


def print_trials(examination: Examination) -> None:
    for trial in examination.trials:
        console.print(f"  {trial.sentence.zh} / {trial.sentence.en}", markup=False)


def print_question(question: Question) -> None:
    """A question with its options; a table to look at where it has one."""
    console.print(f"{question.text.zh} / {question.text.en}", markup=False)
    if question.table:
        header, *rows = question.table
        table = Table(*map(escape, header))
        for row in rows:
            table.add_row(*map(escape, row))
        console.print(table)
    for option in question.options:
        rows_zh = "" if option.rows is None else f" × {option.rows:,}"
        held = " ✓" if option.value in question.chosen else ""
        console.print(
            f"  --answer {question.id}={option.value}: {option.label.zh} / {option.label.en}{rows_zh}{held}",
            markup=False,
        )


def write_report(path: Path, examination: Examination, plan: Plan) -> None:
    """All that the page says: how the file was read, the trials, the questions and the findings."""
    reading = plan.told(examination)
    found = iterate(examination.findings)
    if path.suffix.lower() != ".json":
        return write_findings(path, found, examination.dataset, command=True, reading=reading)
    content = {
        "dataset": examination.dataset.id,
        "rows_read": examination.rows_read,
        "accepted_rows": examination.accepted_rows,
        "rejected_rows": examination.rejected_rows,
        "waiting": examination.is_waiting,
        "reading": [asdict(said) for said in reading],
        "questions": [question.as_dict() for question in examination.questions],
        "findings": [f.as_dict() for f in found],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def print_examination(examination: Examination) -> None:
    for question in examination.questions:
        print_question(question)
    sums = (
        "；缺少的列补上后给出接受与退回的行数 accepted and rejected rows follow once the missing columns are given"
        if examination.missing_fields
        else f" = 接受 accepted {examination.accepted_rows:,} + 退回 rejected {examination.rejected_rows:,}"
    )
    console.print(
        f"读取 read {examination.rows_read:,}{sums}; "
        + ", ".join(
            f"{SEVERITIES[s].zh} {SEVERITIES[s].en} {n:,}" for s, n in examination.severities.items() if n
        )
    )
    if examination.findings.empty:
        return
    whole = (
        Column(heading, overflow="fold")
        for heading in ("字段 field", "值 value", "程度", "原因 reason", "建议 fix")
    )
    table = Table("行 row", *whole)
    order = most_serious(examination.findings)
    for found in iterate(order.head(PRINTED_FINDINGS)):
        label = examination.dataset.label_of(found.field)
        table.add_row(
            str(found.row or "—"),
            label.zh if label.zh == label.en else f"{label.zh} {label.en}",
            escape(found.value),
            SEVERITIES[found.severity].zh,
            found.message("zh"),
            found.fix("zh", command=True),
        )
    console.print(table)
    if len(order) > PRINTED_FINDINGS:
        typer.echo(f"……共 {len(order):,} 条，用 --findings 写入文件 / all of them with --findings FILE")


def print_preview(shown: Preview) -> None:
    for (service, measure, basis), changes in shown.changes.items():
        moved = [c for c in changes if c.is_visible]
        labels = (registry()[service].label, registry().measures[measure].label, BASES_SHORT[basis])
        title = " · ".join(label.zh for label in labels)
        table = Table("区县 division", "现在 now", "导入后 then", "行数 rows", title=title)
        for change in moved:
            before, after = shown.rows.get(change.zone, (0, 0))
            table.add_row(
                change.zone,
                Voice("zh").record(change.before),
                Voice("zh").record(change.after),
                f"{before} → {after}",
            )
        console.print(table if moved else f"{title}：没有变化 no change")
    if shown.towns:
        table = Table("街镇 township", "现在 now", "导入后 then", title="户籍口径覆盖 register coverage, %")
        for town in shown.towns:
            cells = ("—" if value is None else f"{value:.1f}" for value in (town.before, town.after))
            table.add_row(town.name, *cells)
        console.print(table)
    if shown.places:
        _print_places(shown.places)
    typer.echo(f"数据版本 data version {shown.before_version} → {shown.after_version}")


def _print_places(places: ChangedPlaces) -> None:
    counted = (f"{PLACE_WORDS[kind].zh} {PLACE_WORDS[kind].en} {places.counts[kind]:,}" for kind in KINDS)
    typer.echo(f"地点 places：{'，'.join(counted)}")


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


def tell_version(
    settings: Settings, act: str, said: str, entry: Mapping[str, Any], data_version: str
) -> None:
    """What was done with a version, for the audit log and on the screen."""
    write_audit(settings, act, getpass.getuser(), COMMAND_LINE, **of_version(entry, data_version))
    typer.echo(f"{said}: {entry['dataset']} {entry['version']} · 数据版本 data version {data_version}")
