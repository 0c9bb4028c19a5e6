"""How much of a document is read before it counts as hostile or as something else than a report.

A report is some 40 kB of text on up to 30 pages; every limit leaves real ones room by a factor of ten. Each is met
with one sentence (``ReadError``). Time and memory as such are bounded outside, by ``parsing.pool.workers``.
"""

from __future__ import annotations

MIB = 1024 * 1024

MAX_BYTES = 64 * MIB
"""Bytes of one document."""

MAX_UNPACKED_BYTES = 256 * MIB
"""Bytes of all members of one zip together, unpacked."""
MAX_UNPACKED_RATIO = 200
"""Unpacked bytes for each packed one; XML of real documents stays under 60."""
RATIO_COUNTS_FROM = 16 * MIB
"""Below this many unpacked bytes no ratio is hostile."""
MAX_MEMBERS = 5_000
"""Members of one zip."""
MAX_XML_BYTES = 32 * MIB
"""Bytes of one XML part."""
MAX_ARCHIVED = 100
"""Documents inside one zip that are looked at."""
MAX_ARCHIVE_DEPTH = 2
"""Zips inside one another."""

MAX_CELLS = 200_000
"""Cells of all tables of one document."""
MAX_GRID_COLUMNS = 1_000
"""Columns of one table; the official form has at most 15."""
MAX_GRID_STEPS = 2_000_000
"""Work spent on the spans of one table."""
MAX_BLOCKS = 100_000
"""Paragraphs and tables of one document."""
MAX_DEPTH = 2_000
"""Elements or groups inside one another."""
MAX_PDF_STREAM_BYTES = 128 * MIB
"""Bytes of one stream of a PDF, unpacked: a page scanned in colour at 600 dots an inch has 100 MiB."""
MAX_PDF_UNPACKED_BYTES = 512 * MIB
"""Bytes of all streams of a PDF together, unpacked; they are never in memory together."""
MAX_PAGES = 200
"""Pages of a PDF or OFD document."""
MAX_CHARACTERS = 1_000_000
"""Characters of text of one document."""
