"""A gzip file that DuckDB writes through a pipe.

DuckDB compresses CSV by itself, in the thread that writes: three times the work of writing it. Through a pipe another thread of
this process compresses, by a zlib that costs a tenth of the writing.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

_LEVEL = 1
"""Of 1 to 9. Level 3 saves a tenth and costs a quarter more than all of the writing, for tables repeat themselves."""
_GZIP = 16 + zlib.MAX_WBITS
_CHUNK = 1 << 20


@contextmanager
def gzipped(file: Path) -> Iterator[Path]:
    """A path to be opened and written once, from start to end; what is written there is in ``file``, compressed.

    Raises OSError if ``file`` cannot be written. The same content gives the same bytes: the header names neither time nor file.
    """
    source, target = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        compressing = pool.submit(_compress, source, file)
        try:
            yield Path(f"/dev/fd/{target}")
        except Exception as error:
            os.close(target)
            raise compressing.exception() or error from error
        os.close(target)
        compressing.result()


def _compress(source: int, file: Path) -> None:
    """Until every writer has closed the pipe. If it ends early, writers are told so by a broken pipe."""
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    with open(source, "rb", buffering=0) as chunks, file.open("wb") as packed:
        while chunk := chunks.read(_CHUNK):
            packed.write(packer.compress(chunk))
        packed.write(packer.flush())
