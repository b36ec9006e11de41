"""The Node validators of the contract tests, installed from their lock file when missing."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "contracts" / "tooling"


def node(script: str, *arguments: str | Path) -> str:
    """Run a script of the tooling folder and answer what it printed.

    Raises:
        RuntimeError: Node.js is not installed.
        subprocess.CalledProcessError: the script failed; its errors are in the exception.
    """
    install()
    ran = subprocess.run(
        ["node", FOLDER / script, *arguments], check=True, capture_output=True, text=True
    )
    return ran.stdout


def install() -> None:
    """Install what the lock file names, once, however many test workers ask for it.

    Raises:
        RuntimeError: Node.js or npm is not on this machine.
        subprocess.CalledProcessError: npm could not install.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise RuntimeError("the contract tests need Node.js (Debian: apt install nodejs npm)")
    stamp = FOLDER / "node_modules" / ".package-lock.json"
    lock_file = FOLDER / "package-lock.json"
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.stat().st_mtime >= lock_file.stat().st_mtime:
            return
        subprocess.run(["npm", "ci"], cwd=FOLDER, check=True, capture_output=True)
        os.utime(stamp)
