"""Prometheus' own checker, promtool, for the tests of deploy/prometheus."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path


def promtool() -> Path:
    """The promtool of this machine, or the one of Debian's package, unpacked in the user's cache.

    Unpacked, not installed: the package would start a server. Raises RuntimeError when there is
    neither a promtool nor apt-get.
    """
    if found := shutil.which("promtool"):
        return Path(found)
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "draagvlak/promtool"
    tool = cache / "usr/bin/promtool"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not tool.exists():
            _unpack(cache)
    return tool


def _unpack(cache: Path) -> None:
    if not shutil.which("apt-get"):
        raise RuntimeError("promtool is missing; install Prometheus")
    subprocess.run(
        ["apt-get", "download", "prometheus"], cwd=cache, check=True, capture_output=True
    )
    package = max(cache.glob("prometheus_*.deb"), key=lambda path: path.stat().st_mtime)
    subprocess.run(["dpkg", "-x", package, cache], check=True, capture_output=True)
    package.unlink()
