"""The server of the dashboard: one process, and one clear line if it cannot listen."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import uvicorn

from dashboard import evidence
from dashboard.app import create_app
from dashboard.errors import ServeError

WARM_AFTER_SECONDS = 5.0
"""The first page comes first: making ready for evidence takes a processor for a second or two."""
_BASE = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


def serve(home: Path, host: str, port: int, base_path: str, *, say: Callable[[str], None]) -> None:
    """Serve until interrupted; says the address once it listens. Raises ``ServeError`` if the port or path cannot be had."""
    base = base_path.rstrip("/")
    if not _BASE.fullmatch(base):
        raise ServeError(f"--base-path must be a path such as /gongkai, not {base_path}")
    with _listening(host, port) as listener:
        config = uvicorn.Config(create_app(home, base=base), log_level="warning", server_header=False, access_log=False)
        warming = Timer(WARM_AFTER_SECONDS, evidence.warm)
        warming.daemon = True
        warming.start()
        shown = f"[{host}]" if ":" in host else host
        say(f"dashboard of {home}: http://{shown}:{listener.getsockname()[1]}{base}/  (end with Ctrl-C)")
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ServeError(f"cannot listen on {host}:{port}: {error.strerror}; try --port 0") from error
    return listener
