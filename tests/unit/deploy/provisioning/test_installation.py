"""Names and passwords of an installation."""

from pathlib import Path

import pytest

from deploy.provisioning import SERVICES, Installation, Passwords


def test_passwords_are_read_from_a_file_per_account(tmp_path: Path) -> None:
    generated = Passwords.generate()
    for account, password in generated.by_account.items():
        (tmp_path / account).write_text(f"{password}\n")
    (tmp_path / "something_else").write_text("x")
    assert Passwords.from_folder(tmp_path) == generated


def test_missing_and_empty_passwords_are_all_named_at_once(tmp_path: Path) -> None:
    for account, password in Passwords.generate().by_account.items():
        (tmp_path / account).write_text(password)
    (tmp_path / "planning_app").unlink()
    (tmp_path / "metrics_broker").write_text("")
    with pytest.raises(ValueError, match="planning_app, metrics_broker"):
        Passwords.from_folder(tmp_path)


def test_no_two_accounts_share_a_password_and_none_shows_it() -> None:
    passwords = Passwords.generate()
    assert len(set(passwords.by_account.values())) == len(passwords.by_account)
    assert not any(password in repr(passwords) for password in passwords.by_account.values())


def test_two_installations_on_one_server_share_no_account() -> None:
    names = [
        {name(service) for service in SERVICES for name in (i.owner, i.migrate, i.app)}
        for i in (Installation(prefix="a_"), Installation(prefix="b_"))
    ]
    assert not names[0] & names[1]
