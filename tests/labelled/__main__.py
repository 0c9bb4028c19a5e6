"""``python tests/labelled FILE… [-v]``: precision and recall by metric; ``-v`` names what was wrong and missed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from labelled.scoring import score  # noqa: E402  the path comes first


def main(arguments: list[str]) -> None:
    for name in arguments:
        if name == "-v":
            continue
        found = score(Path(name))
        counts = f"{found.right.total()} right, {len(found.wrong)} wrong, {len(found.missed)} missed"
        print(f"{name}: precision {found.precision:.4f}, recall {found.recall:.4f} ({counts})")
        wrong, missed = (Counter(claim[0] for _, claim in claims) for claims in (found.wrong, found.missed))
        for metric in sorted({*found.right, *wrong, *missed}):
            print(f"  {metric}: {found.right[metric]} right, {wrong[metric]} wrong, {missed[metric]} missed")
        if "-v" in arguments:
            for word, claims in (("wrong", found.wrong), ("missed", found.missed)):
                for identity, (metric, kind, value) in claims:
                    print(f"  {word} {identity}: {metric} {kind} {value}")


if __name__ == "__main__":
    main(sys.argv[1:])
