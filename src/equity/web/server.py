"""The production server: gunicorn with threads, one process by default, ended cleanly by Ctrl-C."""

from __future__ import annotations

import socket
from typing import Any

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
        return create_app(self._settings).server


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
