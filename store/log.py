"""What a run's processes have to say, kept as lines of JSON beside what they say to people."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from store.disk import is_full
from store.home import Home
from store.lines import append_line, json_line, open_lines
from store.lock import made


class JsonLines(logging.Handler):
    """Appends each record to a file as one line. Processes may share the file: a line is written whole."""

    def __init__(self, file: Path, run_id: str) -> None:
        super().__init__()
        self.addFilter(lambda record: record.name == run_logger.name or record.levelno >= logging.WARNING)
        made(file.parent)
        self._file, self._run_id = file, run_id
        self._descriptor: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            # Scrapy and Prefect set up logging anew, which closes all handlers and leaves them in their places
            if self._descriptor is None:
                self._descriptor = open_lines(self._file)
            append_line(self._descriptor, json_line(self._facts(record)))
        except (OSError, ValueError) as error:  # a message that does not fit its arguments, say, ends no night
            if not is_full(error):  # whoever has something to store meets it, too, and ends the night in its own words
                self.handleError(record)

    def _facts(self, record: logging.LogRecord) -> dict[str, object]:
        facts: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "run_id": self._run_id,
            "level": record.levelname,
            "logger": record.name,
            "pid": os.getpid(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            facts["exception"] = logging.Formatter().formatException(record.exc_info)
        return facts

    def close(self) -> None:
        super().close()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


run_logger = logging.getLogger("gongkai.run")
"""What a run says of its course, for the file alone: people see bars and closing lines."""
run_logger.propagate = False
run_logger.setLevel(logging.INFO)


@contextmanager
def logged(home: Path, run_id: str) -> Iterator[None]:
    """Warnings, and what goes to `run_logger`, are kept in the run's log file while the context lasts."""
    handler = JsonLines(Home(home).run_log(run_id), run_id)
    warnings = logging.getLogger()
    warnings.addHandler(handler)
    run_logger.addHandler(handler)
    try:
        yield
    finally:
        warnings.removeHandler(handler)
        run_logger.removeHandler(handler)
        handler.close()
