"""Reports in every format that the report writer knows are good answers, as pages and as files."""

import pytest
from writer.compose import random_recipe, write
from writer.registry import FORMATS


@pytest.mark.parametrize("form", [name for name in FORMATS if "scan" not in name])
def test_a_generated_report_is_ok(verdict, form):
    for seed in range(2):
        data = write(random_recipe(seed, format=form)).data
        said = {"Content-Type": "application/octet-stream", "Content-Length": str(len(data))}
        for kind in ("report", "attachment"):
            assert verdict(data, kind, headers=said) == ("ok", None)
