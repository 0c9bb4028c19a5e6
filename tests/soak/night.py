"""``night.py HOME REGISTRY SECONDS``: one night so many seconds later than it is, without Prefect; the status is that of `gongkai run`."""

from __future__ import annotations

import sys
from pathlib import Path

from crawler import clock
from flows.exit_status import status_of, status_of_night
from flows.night import run_night
from tests.soak.marts import take_replay


def main() -> int:
    home, registry, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    clock.shift(seconds)
    take_replay()
    extra = ("--later", str(seconds), "--discover", "auto", "--any-hour")
    try:
        return status_of_night(run_night(home, registry, is_practice=True, extra=extra))
    except Exception as error:  # noqa: BLE001  whatever it was, the status says so, as that of the command does
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return status_of(error)


if __name__ == "__main__":
    sys.exit(main())
