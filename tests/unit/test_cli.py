"""The `draagvlak` command when something around it is wrong: a sentence and an exit code."""

import sys

import pytest

from services.cli import main

COMMAND = ["draagvlak", "inbox", "list", "planning"]
NOBODY_LISTENS = "postgresql://planning_app:geheim@127.0.0.1:1/draagvlak"


def run(monkeypatch: pytest.MonkeyPatch, **settings: str) -> object:
    """The exit code of the command under these settings."""
    monkeypatch.setattr(sys, "argv", COMMAND)
    monkeypatch.delenv("DRAAGVLAK_PLANNING_APP_URL", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(f"DRAAGVLAK_PLANNING_{name}", value)
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_missing_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those that the command uses, by the names an operator sets; the broker is not one."""
    assert run(monkeypatch) == 2
    assert capsys.readouterr().err.splitlines() == [
        "Instelling DRAAGVLAK_PLANNING_APP_URL: ontbreekt",
    ]


def test_a_database_that_is_away_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, and no address with its password."""
    assert run(monkeypatch, APP_URL=NOBODY_LISTENS) == 1
    said = capsys.readouterr()
    assert said.err == "De database is niet bereikbaar. Er is niets veranderd.\n"
    assert "geheim" not in said.out + said.err
