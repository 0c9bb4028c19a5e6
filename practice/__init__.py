"""Practice portals: one local server that plays the real platforms, and the reports they serve.

The map: ``figures`` (CSV: the numbers) and ``texts`` (YAML: prose, headings, other documents) are the data. ``publishers``
reads those of the five bureaus, ``history`` and ``invented`` make up all others. ``form``, ``tables`` and ``writing`` make
neutral reports (``report``) of them, ``writers`` turn those into files. ``portals`` are the platforms with their traps as
switches, each with its hosts (loopback addresses and registry rows), which ``hosts`` gathers. ``server`` and ``background``
run them, ``log`` keeps what they saw. ``faults`` is the deck of what goes wrong, ``load_test`` a crowd of tiny bureaus for benchmarks. Nothing here
reaches beyond loopback.

Figures of 2023 (Jinshui, Liaocheng, Panyu), 2022 (Shaoxing) and 2020 (Xiangshan) are those of published reports. All
others are invented, and every page and file that carries them says so.
"""

from collections.abc import Collection

from crawler.registry import Bureau
from practice.background import counts, running, visits
from practice.errors import PracticeError
from practice.hosts import DEFAULT_PORT
from practice.load_test import load_test_rows
from practice.log import Visit
from practice.publishers import BUREAU_CODES
from practice.rows import healthy
from practice.server import serve

__all__ = [
    "BUREAU_CODES",
    "DEFAULT_PORT",
    "PracticeError",
    "Visit",
    "counts",
    "load_test_rows",
    "registry",
    "running",
    "serve",
    "visits",
]


def registry(port: int, faults: bool = False, bureaus: Collection[str] | None = None) -> tuple[Bureau, ...]:
    """The rows of every healthy bureau on ``port`` (of those in ``bureaus``), and with ``faults`` those of the deck."""
    rows = healthy(port, bureaus)
    if not faults:
        return rows
    from practice import faults as deck  # the deck is read only if it is wanted

    return (*rows, *deck.registry(port))
