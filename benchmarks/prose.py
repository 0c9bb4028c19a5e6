"""What the numbers of a report's prose cost to read: ``python benchmarks/prose.py [--before CHECKOUT]``.

Processor time of ``read_claims`` for one report, the best of several rounds over the practice reports and, if they lie beside the
checkout, the seeds. With ``--before`` another checkout reads the same sentences in turn, and the ratio is the result: milliseconds
are those of this machine. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
MEASURE = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from parsing.model import Paragraph, Place
from parsing.prose.claims import read_claims
from parsing.prose.narrative import read_sentences
texts = json.loads(Path(sys.argv[2]).read_text())
reports = [read_sentences([Paragraph(line, Place()) for line in text.splitlines()], True) for text in texts]
for report in reports:
    read_claims(report, {})
best = float("inf")
for _ in range(int(sys.argv[3])):
    began = time.process_time()
    for report in reports:
        read_claims(report, {})
    best = min(best, time.process_time() - began)
print(best / len(reports) * 1000)
"""


def texts() -> dict[str, list[str]]:
    sys.path[:0] = [str(ROOT)]
    from parsing.readers.html import read_html
    from practice.publishers import BUREAU_CODES, publisher
    from practice.writers import html

    years = [year.report for code in BUREAU_CODES for year in publisher(code).years.values()]
    pages = [read_html(f"<body>{html.fragment(report, with_title=True)}</body>".encode()) for report in years]
    found = {"practice": ["\n".join(paragraph.text for paragraph in page.paragraphs()) for page in pages]}
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    return found | ({"seeds": [seed.read_text(encoding="utf-8") for seed in seeds]} if seeds else {})


def milliseconds(checkout: Path, reports: Path) -> float:
    command = [sys.executable, "-c", MEASURE, str(checkout), str(reports), str(ROUNDS)]
    return float(subprocess.check_output(command, cwd=checkout, text=True))  # noqa: S603


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="another checkout, whose reading is measured in turn")
    before = parser.parse_args().before
    for name, reports in texts().items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "reports.json"
            file.write_text(json.dumps(reports), encoding="utf-8")
            rounds = [
                (milliseconds(ROOT, file), milliseconds(before.resolve(), file) if before else None)
                for _ in range(ROUNDS)
            ]
        now = min(ours for ours, _ in rounds)
        then = min((other for _, other in rounds if other is not None), default=None)
        beside = f"; before {then:.2f} ms, ratio {now / then:.2f}" if then else ""
        print(f"{name}: {len(reports)} reports, {now:.2f} ms of claims a report{beside}")


if __name__ == "__main__":
    main()
