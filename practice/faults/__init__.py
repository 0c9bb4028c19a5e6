"""The fault deck: small bureaus on 127.0.2.x, each of which does one thing wrong that portals do.

The map: ``cases`` (YAML) says what each case does and what a good crawler makes of it (`case`); ``regions.csv``,
``texts.yaml`` and ``pages`` are what its bureaus are made of (`reports`, `files`, `site`); `wire` is HTTP as bytes;
`transport`, `statuses` and `contents` are the faults, `behaviours` does them to a healthy answer; `server` runs all;
`control` switches stages. Figures and prose are invented.
"""

from practice.faults.case import FIRST, SECOND, Case, Expected, Extra, Fault, Outcome, Stage, cases
from practice.faults.control import registry, routes, stage
from practice.faults.server import Deck, start

CASES = cases()

__all__ = [
    "CASES",
    "FIRST",
    "SECOND",
    "Case",
    "Deck",
    "Expected",
    "Extra",
    "Fault",
    "Outcome",
    "Stage",
    "registry",
    "routes",
    "stage",
    "start",
]
