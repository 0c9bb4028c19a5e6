"""What reading a report costs, beside what others take for the same files: ``python benchmarks/parse.py``.

Processor time, as the machine may be busy; each file is read once, by a process that has read others before, and the median
over the files counts. The ratios are the result: milliseconds are those of this machine. pandas and camelot are measured
where they are installed (``pip install -e '.[bench]'``). Nothing is asserted.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pdfplumber  # noqa: E402  the path comes first
import pypdfium2 as pdfium  # noqa: E402
from writer.compose import random_recipe, write  # noqa: E402

from parsing.document import parse  # noqa: E402
from parsing.pool.workers import parse_many  # noqa: E402
from practice.publishers import BUREAU_CODES, publisher  # noqa: E402
from practice.writers import html, pdf, word  # noqa: E402

ORDINARY = {"layout": "official", "spans": "right", "values": "plain", "mistake": "none"}
WARM_UP = 12
BATCH = 600
PRINTED = 8
PDFS = ("pdf", "printed")
BORDERS = b'<meta charset="utf-8"><style>td,th{border:1px solid}</style>'
T = TypeVar("T")
Reader = Callable[[bytes], object]


class Target(NamedTuple):
    name: str
    measured: float
    wanted: str
    is_met: bool


def practice_reports() -> dict[str, list[bytes]]:
    """Every report of the practice bureaus, in each format."""
    reports = [year.report for code in BUREAU_CODES for year in publisher(code).years.values()]
    pages = [f"<html><body>{html.fragment(report, with_title=True)}</body></html>".encode() for report in reports]
    files = {
        "html": pages,
        "docx": [word.document(each) for each in reports],
        "pdf": [pdf.document(each) for each in reports],
    }
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    return files | ({"printed": [printed(page, browser) for page in pages[:PRINTED]]} if browser else {})


def printed(page: bytes, browser: str) -> bytes:
    """A page as a browser prints it: embedded fonts, as most PDFs of bureaus have; the others here are as plain as PDFs get."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_bytes(BORDERS + page)
        options = [
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={folder}/profile",
        ]
        subprocess.run(  # noqa: S603
            [browser, *options, *sandbox, f"--print-to-pdf={target}", str(source)],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return target.read_bytes()


def specimens(format_name: str, count: int) -> list[bytes]:
    """Ordinary generated reports, of other bureaus than those measured."""
    return [write(random_recipe(seed, format=format_name, **ORDINARY)).data for seed in range(7, 7 + count)]


# -- readers -------------------------------------------------------------------------------------------------------


def ours(data: bytes) -> object:
    return parse(data, "report")


def bare_text(data: bytes) -> object:
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def pdfplumber_tables(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def readers(format_name: str) -> Iterator[tuple[str, Reader]]:
    """Ours first; of the others those that are installed."""
    yield "ours, whole report", ours
    if format_name in PDFS:
        yield "pypdfium2, bare text", bare_text
        yield "pdfplumber, tables", pdfplumber_tables
        camelot = installed("camelot")
        if camelot:
            yield "camelot, tables", lambda data: from_file(data, lambda path: camelot.read_pdf(path, pages="all"))
    pandas = installed("pandas") if format_name == "html" else None
    if pandas:
        yield "pandas.read_html", lambda data: pandas.read_html(io.StringIO(data.decode()))


def installed(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is not installed and not measured")
        return None


def from_file(data: bytes, read: Callable[[str], T]) -> T:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return read(file.name)


# -- measures ------------------------------------------------------------------------------------------------------


def milliseconds(read: Reader, files: Sequence[bytes]) -> float:
    """Median processor time of one file."""
    times = []
    for data in files:
        began = time.process_time()
        read(data)
        times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def compare(files: dict[str, list[bytes]]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    print(f"{'format':8}{'reader':24}{'files':>6}{'ms':>9}{'× ours':>9}")
    for format_name, each in files.items():
        others = specimens("pdf" if format_name in PDFS else format_name, WARM_UP)
        for name, read in readers(format_name):
            for data in others[: WARM_UP if read is ours else 1]:
                read(data)
            cost = found[format_name, name] = milliseconds(read, each)
            ratio = cost / found[format_name, "ours, whole report"]
            print(f"{format_name:8}{name:24}{len(each):6}{cost:9.1f}{ratio:9.2f}", flush=True)
    return found


def seconds_a_page(scan: bytes) -> float:
    with pdfium.PdfDocument(scan) as document:
        pages = len(document)
    began = time.process_time()
    parse(scan, "scan.pdf")
    return (time.process_time() - began) / pages


def batch_seconds(files: Sequence[bytes], processes: int) -> float:
    """Wall clock for ``BATCH`` reports by workers that have read some already."""
    blobs = [(str(number), partial(bytes, files[number % len(files)])) for number in range(BATCH + WARM_UP * 4)]
    results = parse_many(blobs, processes)
    for _ in range(WARM_UP * 4):
        next(results)
    began = time.perf_counter()
    for _ in results:
        pass
    return time.perf_counter() - began


PEAK = """
import re, sys
from pathlib import Path
from parsing.document import parse
parse(Path(sys.argv[1]).read_bytes(), "report")
# Not ru_maxrss: that of a child begins with its parent's.
print(int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def peak_mebibytes(data: bytes) -> float:
    """Peak resident memory of a fresh process that holds the parser alone and reads one document."""
    command = [sys.executable, "-c", PEAK]
    return float(from_file(data, lambda path: subprocess.check_output([*command, path], cwd=ROOT, text=True)))  # noqa: S603


def measure_all(runs: int) -> list[Target]:
    files = practice_reports()
    cost = compare(files)
    [scan] = specimens("scan", 1)
    mine = cost["pdf", "ours, whole report"]
    faster = cost["pdf", "pdfplumber, tables"] / mine
    floors = [
        Target(f"{name}: ours / bare text", ratio, "at most 3", ratio <= 3)
        for name in PDFS
        if name in files
        for ratio in [cost[name, "ours, whole report"] / cost[name, "pypdfium2, bare text"]]
    ]
    page_cost = cost["html", "ours, whole report"]
    a_page = seconds_a_page(scan)
    batch = files["html"] + files["pdf"]
    ratios = [batch_seconds(batch, 1) / batch_seconds(batch, 2) for _ in range(runs)]
    # A stamp leaves cells unread, so this one is looked at twice, the second time larger.
    peak = max(map(peak_mebibytes, [scan, *specimens("scan_stamped", 1)]))
    return [
        Target("text PDF: pdfplumber's tables / ours", faster, "at least 5", faster >= 5),
        *floors,
        Target("HTML report, ms of one core", page_cost, "under 10", page_cost < 10),
        Target("scan, s a page", a_page, "under 6", a_page < 6),
        Target(f"two processes / one, {os.cpu_count()} cores", statistics.median(ratios), "at least 1.8", statistics.median(ratios) >= 1.8),
        Target("memory of one process with a scan, MiB", peak, "under 600", peak < 600),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often the batch is read by one and by two processes")
    arguments = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it remarks on every embedded font
    targets = measure_all(arguments.runs)
    print(f"\n{'target':44}{'measured':>10}  wanted")
    for target in targets:
        print(f"{target.name:44}{target.measured:10.2f}  {target.wanted:14}{'' if target.is_met else 'missed'}")


if __name__ == "__main__":
    main()
