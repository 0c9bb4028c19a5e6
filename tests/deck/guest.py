"""The cases of the deck by name, and a free port for its servers."""

from __future__ import annotations

import socket

from practice.faults import CASES

BY_NAME = {case.name: case for case in CASES}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.2.1", 0))
        return int(probe.getsockname()[1])
