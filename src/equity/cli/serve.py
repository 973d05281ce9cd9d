"""``equity serve``: the page on a production WSGI server."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from equity import settings as settings_module
from equity.errors import DataError, UserError
from equity.exports import check_data_fonts
from equity.indicators import store
from equity.settings import Settings


def register(app: typer.Typer) -> None:
    app.command("serve", help="启动网页服务 / serve the page")(serve)


def serve(
    port: Annotated[int | None, typer.Option("--port")] = None,
    host: Annotated[str | None, typer.Option("--host")] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="进程数 / processes")] = 1,
    threads: Annotated[int, typer.Option("--threads", min=1)] = 8,
) -> None:
    settings = settings_module.load()
    settings = replace(settings, port=port or settings.port, host=host or settings.host)
    if not store.is_current(settings):
        report = store.build_warehouse(settings)
        typer.echo(f"已建立数据仓库 built the warehouse {report.data_version} ({report.seconds:.1f} s)")
    _check_fonts(settings)
    from equity.web.server import run

    try:
        typer.echo(
            f"打开 open http://{'localhost' if settings.host in {'127.0.0.1', '0.0.0.0'} else settings.host}:{settings.port}/  (Ctrl-C 结束 to stop)"
        )
        run(settings, workers=workers, threads=threads)
    except OSError as error:
        raise UserError(
            f"端口 {settings.port} 无法使用：{error}；换一个，例如 PORT=8051。",
            f"port {settings.port} cannot be used: {error}; take another, e.g. PORT=8051.",
        ) from error


def _check_fonts(settings: Settings) -> None:
    """Name every character of the data that the shipped font lacks; the page still serves, exports would show boxes."""
    indicators = store.open_indicators(settings)
    try:
        check_data_fonts(indicators)
    except DataError as error:
        typer.echo(str(error), err=True)
    finally:
        indicators.warehouse.close()
