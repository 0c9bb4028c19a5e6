"""What a page costs at many reports: ``python benchmarks/dashboard.py HOME [HOME …] [--streamlit]``.

HOME holds a release: ``python benchmarks/warehouse.py --reports 20000 --keep HOME`` makes one of generated reports. For each:
the first page of a fresh server, warm pages, a changed filter, the rate that eight visitors at once are served at, memory and
what goes over the wire. With ``--streamlit`` a Streamlit page of the overview's content is timed in the same browser in the same run; it
needs the extra ``bench``. Seconds are those of this machine; ratios are the result. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from socket import create_server

import duckdb
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler import browser as chromium  # noqa: E402  the path comes first
from store.home import RELEASE_FILE, Home  # noqa: E402

FILTERS = {
    "changed filter: findings": "/en/findings?severity=medium&year=2022",
    "changed filter: coverage": "/en/coverage?level=county&year=2022",
    "changed filter: compare": "/en/compare?metric=refusal_rate&year=2022",
}
"""Asked of a server that has shown the page, but never with this choice."""
SETTLING_SECONDS = 1.0
"""The browser that showed the page before still closes it, which would be counted as this server's time."""
CLIENTS = 8
REQUESTS = 400
RUNS = 5


def main() -> None:
    options = _options()
    print(
        "release                        page                         first s  again s  in a browser s    kB  requests"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.flags(os.geteuid() == 0)
        )
        for home in options.homes:
            _measure(home, browser, options.streamlit)
        browser.close()


def _measure(home: Path, browser: Browser, has_streamlit: bool) -> None:
    code, reports = _facts(home)
    pages = {
        "overview": "/en/",
        "bureau": f"/en/bureaus/{code}",
        "bureaus, filtered": "/en/bureaus?level=county&words=%E5%8E%BF",
        "findings": "/en/findings",
        "coverage": "/en/coverage",
        "compare": "/en/compare",
        "report": f"/en/bureaus/{code}/reports/2023",
    }
    for name, path in pages.items():
        with _server(home) as (address, _):
            time.sleep(SETTLING_SECONDS)
            first = _seconds(lambda url=address + path: _get(url))
            again = statistics.median(_seconds(lambda url=address + path: _get(url)) for _ in range(RUNS))
            seen, size, count = _in_browser(browser, address + path, "h1")
        print(
            f"{reports:9} reports  {name:38} {first:8.3f} {again:8.3f} {seen:15.2f} {size:6.0f} {count:9}", flush=True
        )
    with _server(home) as (address, process):
        for name, path in FILTERS.items():
            _get(address + path.partition("?")[0])
            print(f"{reports:9} reports  {name:38} {_seconds(lambda url=address + path: _get(url)):8.3f}", flush=True)
        rates = _rate([address + path for path in pages.values()])
        memory = _memory_mib(process)
        print(
            f"{reports:9} reports  {CLIENTS} visitors at once: {rates:.0f} pages a second, {memory:.0f} MiB", flush=True
        )
        if has_streamlit:
            ours = _in_browser(browser, f"{address}/en/", "h1")[0]
            theirs = _streamlit(home, browser)
            print(
                f"{reports:9} reports  overview: Streamlit takes {theirs / ours:.1f} times as long ({theirs:.2f} s to {ours:.2f} s)"
            )


def _facts(home: Path) -> tuple[str, int]:
    with duckdb.connect(str(Home(home).current / RELEASE_FILE), read_only=True) as release:
        [(code, reports)] = release.execute("select min(bureau_code), count(*) from fct_report").fetchall()
    return code, reports


@contextmanager
def _server(home: Path) -> Iterator[tuple[str, int]]:
    """A fresh server of the dashboard."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = (
        "import sys; from pathlib import Path; from dashboard.serve import serve;"
        " serve(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]), '', say=print)"
    )
    with _running(
        [sys.executable, "-c", code, str(home), str(port)], f"http://127.0.0.1:{port}/static/icon.svg"
    ) as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def _running(command: list[str], answers: str) -> Iterator[int]:
    process = subprocess.Popen(  # noqa: S603 - ours
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                _get(answers)
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _memory_mib(process: int) -> float:
    """What the process itself holds now; the pictures' child processes are not in it."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - an address of this machine
        data: bytes = answer.read()
        return data


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _rate(urls: list[str]) -> float:
    """Pages a second that ``CLIENTS`` get who each ask for one page after the other."""
    for url in urls:
        _get(url)
    asked = [urls[index % len(urls)] for index in range(REQUESTS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        taken = _seconds(lambda: list(clients.map(_get, asked)))
    return REQUESTS / taken


def _in_browser(browser: Browser, url: str, shown: str) -> tuple[float, float, int]:
    """Seconds until ``shown`` stands on the page, kilobytes, and requests."""
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    begun = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(shown)
    seen = time.perf_counter() - begun
    page.wait_for_timeout(500)
    context.close()
    return seen, sum(sizes) / 1000, len(sizes)


def _streamlit(home: Path, browser: Browser) -> float:
    """Seconds until Streamlit shows the same content to a second visitor: the first one would pay for its imports."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page = Path(__file__).with_name("dashboard_streamlit.py")
    with tempfile.TemporaryDirectory() as folder:
        settings = ["--server.headless=true", f"--server.port={port}", "--browser.gatherUsageStats=false"]
        command = [sys.executable, "-m", "streamlit", "run", str(page), *settings, "--", str(home), folder]
        with _running(command, f"http://127.0.0.1:{port}/_stcore/health"):
            _in_browser(browser, f"http://127.0.0.1:{port}", "text=End of page")
            return _in_browser(browser, f"http://127.0.0.1:{port}", "text=End of page")[0]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("homes", type=Path, nargs="+")
    parser.add_argument("--streamlit", action="store_true", help="time a Streamlit page of the same content, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
