"""Debian's packages as the last way to get the servers, where we may install."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.progress import Progress

_SCRIPT = Path(__file__).with_name("install-debian.sh")
_OUTPUT_LINES_SHOWN = 5


def may_install() -> bool:
    """Whether this is a Debian on which we are root, or may become it without a password."""
    return shutil.which("apt-get") is not None and _as_root() is not None


def install(packages: Sequence[str], progress: Progress) -> bool:
    """Install the packages without starting their services; tell whether it worked."""
    as_root = _as_root()
    if as_root is None:
        return False
    progress(f"Debian-pakketten installeren (eenmalig, enkele minuten): {', '.join(packages)}…")
    done = subprocess.run(
        [*as_root, "sh", str(_SCRIPT), *packages],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        progress("Installeren lukte niet:")
        for line in done.stdout.splitlines()[-_OUTPUT_LINES_SHOWN:]:
            progress(f"  {line}")
    return done.returncode == 0


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when we may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    allowed = subprocess.run([sudo, "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True)
    return [sudo, "-n"] if allowed.returncode == 0 else None
