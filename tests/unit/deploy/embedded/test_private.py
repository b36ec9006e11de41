"""The folder of private servers."""

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from deploy.embedded.private import own_folder


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that everybody may enter, unlike pytest's."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_the_folder_goes_at_the_end_whatever_happens(temporary: Path) -> None:
    def fail() -> None:
        with own_folder() as folder:
            assert folder.parent == temporary
            (folder / "data").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    temporary.rmdir()


def test_folders_of_killed_runs_go_and_those_of_living_runs_stay(temporary: Path) -> None:
    killed, living = (temporary / f"draagvlak-servers-{name}" for name in ("killed", "living"))
    for folder in (killed, living):
        folder.mkdir()
        (folder / "lock").touch()
    with (living / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with own_folder():
            assert not killed.exists()
            assert living.exists()
    with own_folder():
        assert not living.exists()
    temporary.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers under another account")
def test_a_closed_folder_for_temporary_files_is_passed_over(temporary: Path) -> None:
    temporary.chmod(0o700)
    with own_folder() as folder:
        assert folder.parent == Path("/tmp")  # noqa: S108
    temporary.rmdir()
