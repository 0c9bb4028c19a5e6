"""``python -m crawler``, in every way but one: it waits four seconds for an answer, where portals are given sixty."""

import sys
from typing import Any

from crawler import __main__ as program

TIMEOUT_S = 4

_usual = program.settings


def _impatient(*arguments: Any, **named: Any) -> dict[str, Any]:
    return {**_usual(*arguments, **named), "DOWNLOAD_TIMEOUT": TIMEOUT_S}


if __name__ == "__main__":
    program.settings = _impatient
    sys.exit(program.main())
