"""``python tests/deck [--kills 100]``: play every case of the fault deck, or kill nights over it; see ``deck.run``."""

import sys
from pathlib import Path

if __name__ == "__main__":
    _TESTS = Path(__file__).resolve().parents[1]
    # The root goes first: tests/practice would else be taken for the package of that name.
    sys.path[:0] = [str(_TESTS.parent), str(_TESTS)]
    from deck.run import main

    sys.exit(main())
