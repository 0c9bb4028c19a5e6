"""The application that the commands belong to, how it fails, and the options that many of them have."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from crawler.bureau import RegistryError
from crawler.sources.errors import SourceError
from dashboard.errors import ServeError
from flows.errors import AccountsError, NightError
from flows.exit_status import ExitStatus, status_of
from lookup.errors import QuestionError
from parsing.pool.errors import ChildError
from store.disk import full_disk, is_full
from store.errors import ArchiveError, FullDiskError, StoreError
from store.home import home_folder
from warehouse.errors import WarehouseError

FAILURES = (
    AccountsError, ArchiveError, ChildError, NightError, QuestionError, RegistryError, ServeError, SourceError, StoreError, WarehouseError,
)  # fmt: skip

INTERRUPTED = "interrupted; what is in the archive stays, the next run goes on from there"

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

AnyHour = Annotated[bool, typer.Option("--any-hour", help="Ask outside the portals' night windows, too.")]
RegistryFile = Annotated[
    Path | None, typer.Option("--registry", help="Registry file or folder; the bundled one by default.")
]
Practice = Annotated[bool, typer.Option("--practice", help="Use the practice warehouse instead of the real one.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # slow, and nobody else asks

        typer.echo(f"gongkai {version('gongkai')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """How open is each human-resources bureau in China, and how is that changing?"""


def main() -> None:
    """The console script: known failures end in one clear line."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupted)
    try:
        app()
    except BrokenPipeError:
        sys.exit(ExitStatus.FAILED)
    except KeyboardInterrupt as error:
        fail(INTERRUPTED, status_of(error))
    except SystemExit as end:
        if end.code == ExitStatus.INTERRUPTED:  # Typer makes this of an interruption, without a word
            fail(INTERRUPTED, ExitStatus.INTERRUPTED)
        raise
    except (*FAILURES, OSError) as error:
        fail(_sentence(error), status_of(error))
    except Exception as error:
        if not (is_full(error) or _is_of_practice(error)):
            raise
        fail(_sentence(error), status_of(error))


def _is_of_practice(error: Exception) -> bool:
    """Whether the practice portals raised it: asked of what is imported, as importing them takes a second."""
    errors = sys.modules.get("practice.errors")
    return errors is not None and isinstance(error, errors.PracticeError)


def fail(message: str, status: ExitStatus = ExitStatus.FAILED) -> None:
    typer.echo(f"gongkai: {message}", err=True)
    sys.exit(status)


def _sentence(error: Exception) -> str:
    if is_full(error) and not isinstance(error, FullDiskError):
        return str(full_disk(home_folder(), error))
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _interrupted(*_: object) -> None:
    """The end of a service is that of a person's Ctrl-C: what was begun is left whole."""
    raise KeyboardInterrupt
