"""``equity import FILE``: bring a register in, see what it says and changes, commit it."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from equity import settings as settings_module
from equity.checking.datum import DATUMS, datum_id, label_of
from equity.checking.outcome import Examination
from equity.checking.safe_csv import write_failure, write_rejected
from equity.cli.intake_report import (
    Bar,
    print_examination,
    print_plan,
    print_preview,
    print_question,
    print_trials,
    tell_version,
    write_report,
)
from equity.errors import UserError
from equity.intake import desk, staging, versions
from equity.intake.desk import Choices
from equity.intake.draft import build_draft
from equity.intake.preview import compare
from equity.reading.delimited import DELIMITERS
from equity.reading.isolate import read_isolated
from equity.reading.raw import RawTable
from equity.say import Label, texts_of
from equity.settings import Settings

TEXTS = texts_of(__name__)

DELIMITER_NAMES = {label.en: mark for mark, label in DELIMITERS.items()}
INTERRUPTED = 130  # as shells count Ctrl-C


app = typer.Typer()


@app.command(
    "import",
    help="导入本单位的台账：读取、检查、预览、入库 / bring in a register: read, check, preview, commit",
)
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV、Excel、GeoJSON、GPKG、Shapefile（zip）、Parquet"
        ),
    ],
    dataset: Annotated[
        str, typer.Option("--dataset", "-d", help="数据集，如 primary_school、population / dataset id")
    ],
    source: Annotated[str, typer.Option("--source", "-s", help="数据来源，写入每一行 / source note")] = "",
    datum: Annotated[
        str, typer.Option("--datum", help=f"坐标系 / datum: {', '.join(DATUMS)}, epsg4543 …")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", "-y", help="没有年份列时的年份 / year of rows without one")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", "-c", help="更正列：字段=列名 / field=column; field=- drops it"),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", "-a", help="回答检查时提出的问题：问题=选项 / question=option, as the check asks"
        ),
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="工作表或图层 / sheet or layer")] = "",
    encoding: Annotated[str, typer.Option("--encoding", help="文字编码 / text encoding")] = "",
    delimiter: Annotated[
        str, typer.Option("--delimiter", help=f"CSV 分隔符 / delimiter: {', '.join(DELIMITER_NAMES)}")
    ] = "",
    header_row: Annotated[
        int, typer.Option("--header-row", min=0, help="表头行号 / number of the header row")
    ] = 0,
    covers: Annotated[
        str, typer.Option("--covers", help="台账完整覆盖的区县（all 为全市）/ divisions it is complete for")
    ] = "",
    fit_census: Annotated[
        bool, typer.Option("--fit-census", help="居民点按普查数校准 / scale points to the census")
    ] = False,
    append: Annotated[
        bool | None,
        typer.Option(
            "--append/--replace",
            help="补充到现有台账，或替换这些区县的；退回行的文件默认补充 / add to the present register, or replace it there",
        ),
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", help="退回行写入此文件 / file for rejected rows")
    ] = None,
    findings: Annotated[
        Path | None, typer.Option("--findings", help="全部检查结果写入此文件 / file for all findings")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接入库 / commit without asking")] = False,
    show_preview: Annotated[
        bool,
        typer.Option(
            "--preview/--no-preview", help="不算预览，大文件省时 / skip the preview of a large file"
        ),
    ] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查和预览 / check and preview only")] = False,
) -> None:
    settings = settings_module.load()
    if not dry_run and not source.strip():
        raise TEXTS.user_error("no_source")
    if delimiter and delimiter not in DELIMITER_NAMES:
        raise TEXTS.user_error("no_delimiter", known=DELIMITER_NAMES)
    choices = Choices(
        dataset=dataset,
        sheet=sheet,
        encoding=encoding,
        delimiter=DELIMITER_NAMES.get(delimiter, ""),
        header_row=header_row,
        columns=_pairs(column or [], "--column", Label("字段=列名", "field=column")),
        answers=_pairs(answer or [], "--answer", Label("问题=选项", "question=option")),
        datum=datum,
        year=year,
        source=source,
        covers=covers,
        fit_census=fit_census,
        append=append,
    )
    reading = {"sheet": sheet, "encoding": encoding, "delimiter": choices.delimiter}
    if findings:
        findings.unlink(missing_ok=True)
    try:
        with staging.held_folder(settings) as folder:
            with Bar() as bar:
                raw = read_isolated(
                    file,
                    folder,
                    progress=lambda done, total: bar.report("read", done, total),
                    **{k: v for k, v in reading.items() if v},
                )
            _go(
                settings,
                folder,
                raw,
                choices,
                file.name,
                rejected=rejected,
                findings=findings,
                yes=yes,
                show_preview=show_preview,
                dry_run=dry_run,
            )
    except UserError as error:
        if findings and not findings.exists():
            write_failure(findings, error)
        raise
    except KeyboardInterrupt:
        typer.echo("已取消，没有保存任何内容。Cancelled; nothing was saved.", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _go(
    settings: Settings,
    folder: Path,
    raw: RawTable,
    choices: Choices,
    name: str,
    *,
    rejected: Path | None,
    findings: Path | None,
    yes: bool,
    show_preview: bool,
    dry_run: bool,
) -> None:
    origin, around = versions.state(settings), desk.surroundings(settings)
    plan = desk.make_plan(settings, raw, choices)
    print_plan(plan)
    with Bar() as bar:
        examination = desk.check(plan, choices, around, report=bar.report)
    print_trials(examination)
    if findings:  # what follows may stop for want of a decision
        write_report(findings, examination, plan)
    if examination.datum_needed:
        choices.datum = _decide_datum(examination, yes)
        with Bar() as bar:
            examination = desk.check(plan, choices, around, report=bar.report)
    while examination.open_questions and sys.stdin.isatty():
        _ask(examination, choices)
        plan = desk.make_plan(settings, raw, choices)
        with Bar() as bar:
            examination = desk.check(plan, choices, around, report=bar.report)
    print_examination(examination)
    if rejected and examination.rejected_rows:
        write_rejected(rejected, examination.rejected)
        typer.echo(f"退回的 {examination.rejected_rows:,} 行已写入 rejected rows written to {rejected.name}")
    if findings:
        write_report(findings, examination, plan)
    if not examination.can_commit:
        raise TEXTS.user_error("nothing_committed")
    del raw, around  # a million rows need not be held through the build
    built_draft = None
    if show_preview:
        with Bar() as bar:
            built_draft = build_draft(settings, examination, folder, report=bar.report)
        print_preview(compare(settings, examination, built_draft))
    if dry_run:
        typer.echo("只是预览，没有入库。A preview only; nothing was committed.")
        return
    if not yes and not typer.confirm(
        f"入库 {examination.accepted_rows:,} 行？ Commit {examination.accepted_rows:,} rows?"
    ):
        typer.echo("没有入库。Nothing was committed.")
        return
    with Bar() as bar:
        entry, built = versions.commit(
            settings,
            examination,
            who=getpass.getuser(),
            file=staging.display_name(name),
            origin=origin,
            prepared=built_draft.warehouse if built_draft else None,
            report=bar.report,
        )
    desk.remember_mapping(settings, plan, choices)
    tell_version(settings, "committed", "已入库 committed", entry, built.data_version)
    typer.echo(f"撤销 to undo: equity registers undo {entry['version']}")


def _decide_datum(examination: Examination, yes: bool) -> str:
    clear = examination.clear_datum
    if clear and yes:
        typer.echo(f"采用 taken: {label_of(clear).zh} / {label_of(clear).en}")
        return clear
    if sys.stdin.isatty():
        return datum_id(str(typer.prompt("坐标系 datum", default=clear or None)))
    raise UserError(
        "请用 --datum 指明坐标系（见上面的试算）"
        + (f"；最吻合的是 {clear}，加 --yes 即采用。" if clear else "。"),
        "give the datum with --datum (see the trials above)"
        + (f"; {clear} fits best, --yes takes it." if clear else "."),
    )


def _ask(examination: Examination, choices: Choices) -> None:
    """The questions that have to be answered first, at the terminal."""
    for question in examination.open_questions:
        print_question(question)
        proposed = question.chosen[0] if question.chosen else None
        choices.answers[question.id] = str(typer.prompt(question.id, default=proposed))


def _pairs(texts: list[str], option: str, form: Label) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator:
            raise TEXTS.user_error("no_pair", option=option, form=form, text=text)
        pairs[name.strip()] = value.strip()
    return pairs
