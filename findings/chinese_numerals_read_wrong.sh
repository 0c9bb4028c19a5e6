#!/bin/sh
# Two packages that turn Chinese numerals into numbers give wrong ones without an error for what Chinese reports print
# every day: a year in digits (二〇二三, or 二○二三 with the round sign that many use for it) and a number in 万 with a point.
# Instead: cn2an, which reads the first and the third and refuses the second; after replacing ○ by 〇 it reads that, too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pycnnum==2.1.1 chinesenumberutils==1.1.2 cn2an==0.5.24
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import cn2an
import pycnnum
from cnc.convert import chinese2number

read = {
    "pycnnum": {"二〇二三": pycnnum.cn2num("二〇二三")},
    "chinesenumberutils": {text: chinese2number(text) for text in ("二○二三", "1.5万")},
    "cn2an": {text: cn2an.cn2an(text.replace("○", "〇"), "smart") for text in ("二〇二三", "二○二三", "1.5万")},
}
for package, numbers in read.items():
    print(package, version(package), numbers)
assert read["pycnnum"] == {"二〇二三": 3}, "the behaviour has changed"
assert read["chinesenumberutils"] == {"二○二三": 223, "1.5万": 150000}, "the behaviour has changed"
assert read["cn2an"] == {"二〇二三": 2023, "二○二三": 2023, "1.5万": 15000}
PYTHON
