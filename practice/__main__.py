"""``python -m practice [--port N] [--faults] [--load-test N]``: serve the practice portals until interrupted."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress

from practice.errors import PracticeError
from practice.hosts import DEFAULT_PORT, HOSTS
from practice.load_test import load_test_hosts
from practice.server import serve


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m practice", description="Serve the practice portals.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--faults", action="store_true", help="serve the fault deck, too")
    parser.add_argument(
        "--load-test", type=int, default=0, metavar="N", help="serve N tiny bureaus instead, for benchmarks"
    )
    parser.add_argument("--until-input-closes", action="store_true", help="stop when standard input ends")
    options = parser.parse_args()
    hosts = load_test_hosts(options.load_test) if options.load_test else HOSTS
    if not options.load_test:
        for host in hosts:
            print(
                f"http://{host.address}:{options.port}  {host.platform:<10} {' '.join(host.bureau_codes)}", flush=True
            )
    try:
        with suppress(KeyboardInterrupt):
            serve(options.port, options.until_input_closes, faults=options.faults, hosts=hosts)
    except PracticeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
