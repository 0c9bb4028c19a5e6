#!/bin/sh
# China moves working days: around its long holidays some Saturdays and Sundays are worked. workalendar has them up to 2023
# and then stops without a word: from 2024 on it answers "no working day" for days on which every office is open, and
# a time limit in working days (20 for an application for government information) ends on another day.
# Instead: holidays or chinesecalendar, which have these days; the latter raises an error for a year that it does not know.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check workalendar==17.0.0 holidays==0.109 chinesecalendar==1.11.0
venv/bin/python - <<'PYTHON'
from datetime import date
from importlib.metadata import version

import chinese_calendar
import holidays
from workalendar.asia import China

# worked by the State Council's yearly notices
DAYS = (date(2023, 1, 28), date(2024, 2, 4), date(2024, 2, 18), date(2025, 1, 26), date(2025, 2, 8))

answers = {
    "workalendar": [China().is_working_day(day) for day in DAYS],
    "holidays": [holidays.CN().is_working_day(day) for day in DAYS],
    "chinesecalendar": [chinese_calendar.is_workday(day) for day in DAYS],
}
print("worked:", *DAYS)
for package, said in answers.items():
    print(package, version(package), said)
assert answers["workalendar"] == [True, False, False, False, False], "the behaviour has changed"
assert answers["holidays"] == answers["chinesecalendar"] == [True] * 5
PYTHON
