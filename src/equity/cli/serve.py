"""``equity serve``: the page on a production WSGI server."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from equity import settings as settings_module
from equity.cli.data import build
from equity.errors import UserError


def register(app: typer.Typer) -> None:
    app.command("serve", help="启动网页服务 / serve the page")(serve)


def serve(
    port: Annotated[int | None, typer.Option("--port")] = None,
    host: Annotated[str | None, typer.Option("--host")] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="进程数 / processes")] = 1,
    threads: Annotated[int, typer.Option("--threads", min=1)] = 8,
) -> None:
    """Build where needed, then become gunicorn.

    Replacing the process rather than calling the server matters: DuckDB and its like start native threads when they are
    imported, threads do not survive a fork, and a worker that inherits what is left of them crashes when it ends. The
    new process imports nothing of ours before it forks; each worker imports the application itself.
    """
    settings = settings_module.load()
    host, port = host or settings.host, port or settings.port
    build(if_needed=True)
    _claim(host, port)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host
    typer.echo(f"打开 open http://{shown}:{port}/  (Ctrl-C 结束 to stop)")
    sys.stdout.flush()
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker-class": "equity.worker.Worker",
        "log-level": "warning",
        "graceful-timeout": 10,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        *arguments,
        "--no-control-socket",
        "equity.wsgi:application()",
    ]
    os.execv(sys.executable, command)


def _claim(host: str, port: int) -> None:
    """Say at once that the port cannot be had; gunicorn would retry for five seconds and not say why."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise UserError(
            f"端口 {port} 无法使用：{error}；换一个，例如 PORT=8051。",
            f"port {port} cannot be used: {error}; take another, e.g. PORT=8051.",
        ) from error
