"""Builds a release and dies on the way: the step at which it does is the caller's to say.

``python -m tests.warehouse.killed HOME FILE:LINE`` is killed as it comes to that line of ``warehouse/FILE`` for the first time;
``python -m tests.warehouse.killed HOME`` lives, and prints each line that it came through.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from tests.warehouse.releases import EditedBuild
from warehouse import release
from warehouse.digest import PROJECT

WATCHED = {
    str(PROJECT / "warehouse" / f"{name}.py"): f"{name}.py"
    for name in ("release", "release_folders", "gate", "export", "datapackage", "changes", "changes_page", "codebook", "docs", "catalogue")
}  # fmt: skip
FIRST_TIME: dict[str, None] = {}


def main(home: Path, fatal: str | None) -> None:
    release.build_marts = EditedBuild()  # type: ignore[assignment]

    def line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            here = f"{WATCHED[frame.f_code.co_filename]}:{frame.f_lineno}"
            if here == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
            FIRST_TIME.setdefault(here)
        return line

    sys.settrace(lambda frame, event, _: line if frame.f_code.co_filename in WATCHED else None)
    release.build_release(home, is_practice=True, keep=1)
    sys.settrace(None)
    print("\n".join(FIRST_TIME))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
