"""The targets of the Makefile."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_help_is_the_default_and_explains_every_target() -> None:
    # Not as a part of the make that runs the tests: that would add lines of its own.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    listed = subprocess.run(
        ["make"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    explained = {line.split()[1] for line in listed.splitlines() if len(line.split()) > 2}
    makefile = (ROOT / "Makefile").read_text().splitlines()
    (targets,) = (line.split()[1:] for line in makefile if line.startswith(".PHONY:"))
    assert explained == set(targets)
