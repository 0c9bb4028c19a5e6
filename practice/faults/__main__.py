"""``python -m practice.faults --list``: the cases of the fault deck."""

from __future__ import annotations

import argparse
import sys

from practice.faults.control import listing


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m practice.faults", description="The cases of the fault deck.")
    parser.add_argument("--list", action="store_true", required=True, help="print every case")
    parser.parse_args()
    for line in listing():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
