"""Wrong calls of ``python -m crawler`` end in one line, before anything is asked for."""

import pytest

from crawler.__main__ import main

RUN = "20250131T023000Z-0a1b"


@pytest.mark.parametrize("arguments", [[], ["--home", "x"], ["--home", "x", "--run", "tonight"], ["--wrong"]])
def test_a_wrong_call_ends_with_status_2(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--registry", "absent.yaml"], "cannot be read"),
        (["--bureau", "hrss-999999"], "hrss-999999 is not in the registry"),
    ],
)
def test_what_cannot_start_is_one_line_and_status_1(arguments, word, capsys, tmp_path):
    assert main(["--home", str(tmp_path), "--run", RUN, *arguments]) == 1
    said = capsys.readouterr().err
    assert word in said
    assert said.count("\n") == 1


def test_a_home_that_is_a_file_is_one_line_and_status_1(capsys, tmp_path):
    (tmp_path / "home").write_text("")
    assert main(["--home", str(tmp_path / "home"), "--run", RUN]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_setting_that_cannot_be_used_is_one_line_and_status_1(capsys, tmp_path):
    (tmp_path / "gongkai.toml").write_text("contacts = 'data@example.org'")
    assert main(["--home", str(tmp_path), "--run", RUN]) == 1
    assert "there is no setting contacts" in capsys.readouterr().err
