"""The script that makes .venv, on imagined machines."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCK = "requirements.lock"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the script, a lock file and a machine whose programs a test can replace."""
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "bootstrap.sh", tmp_path / "deploy")
    (tmp_path / LOCK).write_text("nothing==1\n")
    (tmp_path / "bin").mkdir()
    return tmp_path


def replace(checkout: Path, program: str, script: str) -> None:
    path = checkout / "bin" / program
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def bootstrap(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", checkout / "deploy" / "bootstrap.sh", LOCK],
        env={"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}", "PYTHON": "machine-python"},
        capture_output=True,
        text=True,
    )


def test_an_environment_that_has_the_lock_is_left_alone(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    shutil.copy(checkout / LOCK, checkout / ".venv")
    replace(checkout, "machine-python", "echo called; exit 1")
    done = bootstrap(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_unsupported_python_is_refused_before_anything_is_made(checkout: Path) -> None:
    replace(checkout, "machine-python", "exit 1")
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert "3.11, 3.12 of 3.13" in done.stderr
    assert not (checkout / ".venv").exists()


def test_who_may_not_install_is_told_in_one_sentence_what_to_install(checkout: Path) -> None:
    replace(checkout, "machine-python", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    replace(checkout, "id", "echo 1000")
    replace(checkout, "sudo", "exit 1")
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Installeer python3-venv (sudo apt-get install python3-venv) en probeer het opnieuw."
    ]
