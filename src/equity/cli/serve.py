"""``equity serve``: the page on a production server, with as many processes as the machine has cores."""

import os
import socket
import subprocess
import sys
from typing import Annotated

import typer

from equity import settings as settings_module
from equity.say import texts_of

TEXTS = texts_of(__name__)

MOST_WORKERS = 4  # each holds its own copy of what readers ask for: 300 MB
BACKLOG = 1024
KILLED = 128  # exit codes from here on are signals
GRACE_S = 10
LARGEST_PORT = 65_535
# glibc keeps a heap per thread, 64 MB each and never given back: two are as fast and a third of the memory
APPLICATION = "equity.wsgi:application()"
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}


app = typer.Typer()


@app.command("serve", help="启动网页服务 / serve the page")
def serve(
    port: Annotated[
        int | None, typer.Option("--port", help="端口，0 为任取一个 / port; 0: any that is free")
    ] = None,
    host: Annotated[str | None, typer.Option("--host", help="监听地址 / address to listen on")] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-w", min=1, help="进程数，默认随核数 / processes; default: by cores"),
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="每进程线程数 / threads of each")] = 8,
) -> None:
    """Build where needed, then become the server.

    Replacing the process rather than calling gunicorn matters: DuckDB and its like start native threads when they are
    imported, threads do not survive a fork, and a worker that inherits what is left of them crashes when it ends. The
    new process imports nothing of ours that does so before it forks; each worker imports the application itself. Windows,
    which cannot fork, has one process.
    """
    settings = settings_module.load()
    host = settings.host if host is None else host
    listening = listen(host, settings.port if port is None else port)
    os.environ["EQUITY_HOST"] = host  # one of the names the server goes by
    build_apart()
    typer.echo(f"打开 open {address_of(listening)}  (Ctrl-C 结束 to stop)")
    sys.stdout.flush()
    if sys.platform == "win32":
        return _serve_here(listening, threads)
    listening.set_inheritable(True)
    options = {
        "bind": f"fd://{listening.detach()}",
        "workers": workers or min(os.cpu_count() or 1, MOST_WORKERS),
        "threads": threads,
        "worker-class": "equity.serving.worker.Worker",
        "log-level": "warning",
        "graceful-timeout": GRACE_S,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "gunicorn", *arguments, "--no-control-socket", APPLICATION]
    os.environ.update(ENVIRONMENT | dict(os.environ))
    os.execv(sys.executable, command)


def build_apart() -> None:
    """Build where needed, in a process of its own: its memory is given back, and one that is killed is explained."""
    ended = subprocess.run(
        [sys.executable, "-m", "equity.cli", "build", "--if-needed"], check=False
    ).returncode
    if ended == 0:
        return
    if 0 < ended < KILLED:  # it has said why
        raise typer.Exit(ended)
    raise TEXTS.user_error("build_ended", ended=ended)


def _serve_here(listening: socket.socket, threads: int) -> None:
    from equity.serving.front import Front
    from equity.wsgi import application

    front = Front(application(), [listening], threads=threads)
    try:
        while True:
            front.turn()
    except KeyboardInterrupt:
        front.finish(GRACE_S)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket for a name, an IPv4 or an IPv6 address (``::`` takes IPv4 too). Raises :class:`UserError`
    where it cannot be had, and says why."""
    if not 0 <= port <= LARGEST_PORT:
        raise TEXTS.user_error("no_port", port=port, largest=LARGEST_PORT)
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise TEXTS.user_error("no_host", host=host, why=error) from error
    made = socket.socket(family, kind, proto)
    try:
        if sys.platform != "win32":  # where it would share the port with whoever has it
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise TEXTS.user_error("port_taken", port=port, why=error.strerror, host=host) from error
    return made


def address_of(listening: socket.socket) -> str:
    """What to open in a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if host in {"127.0.0.1", "0.0.0.0", "::", "::1"}:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
