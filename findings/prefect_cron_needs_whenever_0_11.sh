#!/bin/sh
# Prefect 3.9 asks for whenever 0.10.5 or newer. With 0.10.5 its scheduler raises on every cron expression with a time zone, where Python is
# older than 3.13: there Prefect's own moments carry pendulum's time zones, which whenever took only from 0.11 on. The server logs the
# error and goes on: nothing is ever due. A fresh installation gets 0.11 and works; a lock file that held 0.10.5 for other reasons does not.
# Instead: ask for whenever 0.11, and let a test ask the scheduler for dates.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
cat >dates.py <<'PYTHON'
import asyncio
import sys
from importlib.metadata import version

from prefect.server.schemas.schedules import CronSchedule

schedule = CronSchedule(cron="30 1 * * *", timezone="Asia/Shanghai")
try:
    outcome = f"{len(asyncio.run(schedule.get_dates(2)))} dates"
except ValueError as error:
    outcome = f"ValueError: {error}"
print(f"Prefect {version('prefect')}, whenever {version('whenever')}, Python {sys.version.split()[0]}: {outcome}")
is_old = version("whenever") == "0.10.5" and sys.version_info < (3, 13)
assert outcome.startswith("ValueError") if is_old else outcome == "2 dates", "the behaviour has changed"
PYTHON
for whenever in 0.10.5 0.11.0; do
    venv/bin/python -m pip install --quiet --disable-pip-version-check prefect==3.9.1 whenever==$whenever
    PREFECT_HOME="$folder/prefect" DO_NOT_TRACK=1 venv/bin/python dates.py
done
