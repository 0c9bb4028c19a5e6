"""Settings come from the home's file and from the environment, which wins; a secret is never shown."""

import pytest

from store.errors import StoreError
from store.settings import PREFIX, Settings, listed, read_settings, unknown_variables


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def write(home, text):
    (home / "gongkai.toml").write_text(text, encoding="utf-8")


def by_name(home):
    return {setting.name: setting for setting in listed(home)}


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path, monkeypatch):
    write(tmp_path, 'contact = "file@example.org"\nui_port = 4300')
    monkeypatch.setenv("GONGKAI_CONTACT", "environment@example.org")
    settings, shown = read_settings(tmp_path), by_name(tmp_path)
    assert (settings.contact, settings.ui_port, settings.keep_releases) == ("environment@example.org", 4300, 10)
    assert shown["contact"].source == "GONGKAI_CONTACT"
    assert shown["ui_port"].source == str(tmp_path / "gongkai.toml")
    assert shown["keep_releases"].source == "default"


def test_a_variable_that_is_empty_gives_no_setting(tmp_path, monkeypatch):
    write(tmp_path, 'contact = "file@example.org"')
    monkeypatch.setenv("GONGKAI_CONTACT", "")
    assert by_name(tmp_path)["contact"].source == str(tmp_path / "gongkai.toml")


def test_a_secret_is_not_shown(tmp_path, monkeypatch):
    write(tmp_path, 'smtp_password = "hunter2"')
    monkeypatch.setenv("GONGKAI_ALERT_URL", "https://example.org/hunter2")
    assert "hunter2" not in repr(read_settings(tmp_path)) + repr(list(listed(tmp_path)))
    assert by_name(tmp_path)["smtp_password"].value


def test_each_setting_says_what_it_is_for(tmp_path):
    assert all(setting.description.endswith(".") for setting in listed(tmp_path))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("contacts = 'a@example.org'", "there is no setting contacts"),
        ("ui_port = 'many'", "ui_port cannot be used"),
        ("ui_port = 0", "ui_port cannot be used"),
        ("discover_at = 'daily'", "discover_at cannot be used: a cron expression has five fields"),
        ("ui_port =", "gongkai.toml cannot be read"),
        ("lake_catalog = 'postgres:host=db password=hunter2'", "lake_catalog cannot be used: a password belongs in"),
        (
            "lake_catalog = 'postgres:postgresql://me:hunter2@db/lake'",
            "lake_catalog cannot be used: a password belongs",
        ),
    ],
)
def test_what_cannot_be_used_is_one_sentence_with_its_place(tmp_path, text, complaint):
    write(tmp_path, text)
    with pytest.raises(StoreError, match=complaint) as refusal:
        read_settings(tmp_path)
    assert str(tmp_path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_wrong_value_does_not_show_a_secret(tmp_path):
    write(tmp_path, "smtp_password = 1234567")
    with pytest.raises(StoreError) as refusal:
        read_settings(tmp_path)
    assert "1234567" not in str(refusal.value)


def test_a_misspelt_variable_is_named(monkeypatch):
    monkeypatch.setenv("GONGKAI_CONTACTS", "a@example.org")
    assert "GONGKAI_CONTACTS" in unknown_variables()
