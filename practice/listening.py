"""A socket for each server of the practice portals."""

from __future__ import annotations

import socket

from practice.errors import PracticeError


def listen(address: str, port: int) -> socket.socket:
    """A listening socket; raises `PracticeError` if it cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise PracticeError(f"practice portals cannot listen on {address}:{port}: {reason}") from error
    return listener
