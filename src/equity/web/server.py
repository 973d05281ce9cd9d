"""The production server: gunicorn with threads, one process by default, ended cleanly by Ctrl-C."""

from __future__ import annotations

import html
import re
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from equity.settings import Settings
from equity.web.app import create_app


class _Server(BaseApplication):
    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # built in each worker: DuckDB connections must not cross a fork
        server = create_app(self._settings).server
        warm(server)
        return server


def warm(server: Flask) -> None:
    """Ask for the first page, what it loads and the embed once, so that their compression and drawing wait for no reader."""
    client = server.test_client()
    page = client.get("/").get_data(as_text=True)
    for address in ["/embed/map", *re.findall(r'(?:src|href)="(/[^"]+)"', page)]:
        client.get(html.unescape(address), headers={"Accept-Encoding": "gzip"}).close()


def run(settings: Settings, *, workers: int = 1, threads: int = 8) -> None:
    """Serve until interrupted. Raises :class:`OSError` where the port is taken or not allowed."""
    with socket.socket() as probe:  # gunicorn would retry for five seconds and then exit without saying why
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((settings.host, settings.port))
    _Server(
        settings,
        {
            "bind": f"{settings.host}:{settings.port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "loglevel": "warning",
            "accesslog": None,
            "graceful_timeout": 5,
            "control_socket_disable": True,
        },
    ).run()
