#!/bin/sh
# From 0.29.0 on Typer lets Pydantic read an option that is a datetime. 20240101, the day as China's portals and file names write it, is
# then 20,240,101 seconds after the beginning of 1970, and with a time zone, where 2024-01-01 has none. Up to 0.28.0 it was refused by name.
# Instead: give the option its formats (`formats=["%Y-%m-%d"]`); then nothing else is taken.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
cat >since.py <<'PYTHON'
from datetime import datetime
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def since(
    day: Annotated[datetime | None, typer.Option()] = None,
    formatted: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    print(day or formatted)


app()
PYTHON
ask() {
    venv/bin/python since.py "$@" 2>/dev/null || echo refused
}
for version in 0.28.0 0.29.2; do
    venv/bin/python -m pip install --quiet --disable-pip-version-check typer==$version pydantic==2.14.3
    bare=$(ask --day 20240101)
    dashed=$(ask --day 2024-01-01)
    named=$(ask --formatted 20240101)
    echo "Typer $version: 20240101 is $bare, 2024-01-01 is $dashed; with formats 20240101 is $named"
    test "$dashed" = "2024-01-01 00:00:00"
    test "$named" = refused
    case $version in
    0.28.0) test "$bare" = refused ;;
    *) test "$bare" = "1970-08-23 06:15:01+00:00" ;;
    esac
done
