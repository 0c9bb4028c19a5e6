"""Programs that need Scrapy, each in a process of its own that has imported it already.

Python takes more than a second of processor time to import Scrapy and the crawler, and the tests start some two hundred
crawls. A server imports them once for each worker; every program is forked from it.
"""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy.settings import default_settings

import crawler

_MODULES = [name for _, name, _ in pkgutil.walk_packages(crawler.__path__, "crawler.") if not name.endswith("__main__")]
_COMPONENTS = {
    path.rpartition(".")[0]
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS")
    for path in getattr(default_settings, f"{kind}_BASE")
}
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["scrapy.crawler", "scrapy.core.downloader.handlers.http11", "tests.warm", *_COMPONENTS, *_MODULES]
)


def run(
    program: str, arguments: Sequence[str], *, env: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """What ``python PROGRAM ARGUMENTS`` gives; a program is a file, or ``-m`` stands before the name of a module."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = _SERVER.Process(target=_run, args=(program, [*arguments], dict(env or os.environ), out, err))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(program, timeout)
        return subprocess.CompletedProcess(
            [program, *arguments], process.exitcode, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _run(program: str, arguments: list[str], env: dict[str, str], out: Path, err: Path) -> None:
    for descriptor, file in ((1, out), (2, err)):
        written = os.open(file, os.O_WRONLY | os.O_CREAT)
        os.dup2(written, descriptor)
        os.close(written)
    sys.stdout, sys.stderr = (os.fdopen(descriptor, "w", encoding="utf-8", closefd=False) for descriptor in (1, 2))
    os.environ.clear()
    os.environ.update(env)
    sys.argv = [program, *arguments]
    try:
        if program == "-m":
            sys.argv = arguments
            runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(program, run_name="__main__")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
