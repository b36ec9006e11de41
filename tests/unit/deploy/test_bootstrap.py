"""The script that makes .venv, on imagined machines."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
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


def test_an_environment_that_has_the_lock_only_learns_where_the_checkout_is(
    checkout: Path,
) -> None:
    programs = checkout / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(checkout / LOCK, checkout / ".venv")
    replace(checkout, "machine-python", "echo called; exit 1")
    replace(checkout, "python", 'echo "$@"')
    (checkout / "bin" / "python").rename(programs / "python")
    done = bootstrap(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "deploy/install_checkout.py\n", "")


def test_an_unsupported_python_is_refused_before_anything_is_made(checkout: Path) -> None:
    replace(checkout, "machine-python", "exit 1")
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert "3.11, 3.12 of 3.13" in done.stderr
    assert not (checkout / ".venv").exists()


def test_the_checkout_becomes_the_package_with_its_version_and_command(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    for _ in range(2):
        subprocess.run([python, ROOT / "deploy" / "install_checkout.py"], check=True)
    query = "import shared; from importlib.metadata import version; print(version('draagvlak'))"
    told = subprocess.run(
        [python, "-c", query], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == version("draagvlak")
    assert os.access(tmp_path / "venv" / "bin" / "draagvlak", os.X_OK)


def test_who_may_not_install_is_told_in_one_sentence_what_to_install(checkout: Path) -> None:
    replace(checkout, "machine-python", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    replace(checkout, "id", "echo 1000")
    replace(checkout, "sudo", "exit 1")
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Installeer python3-venv (sudo apt-get install python3-venv) en probeer het opnieuw."
    ]
