"""What the warehouse refuses to do, in one sentence."""

from __future__ import annotations


class WarehouseError(Exception):
    """One clear sentence for whoever called; nothing already stored is lost."""
