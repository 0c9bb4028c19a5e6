"""The parser's version changes with whatever may change a reading, and with nothing else."""

from importlib.resources import files

from parsing.version import _sources


def test_every_module_and_data_file_counts_but_the_pool():
    names = {name for name, _ in _sources(files("parsing"), "")}
    assert {"document.py", "limits.py", "form/__init__.py", "prose/claims/reader.py"} <= names
    assert not any(name.startswith("pool/") for name in names)
