"""The linter Spectral, from the tooling of the contract tests."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.contract_tooling import FOLDER, install

_SEVERITIES = ("error", "warning", "info", "hint")
_NOTHING_OR_FINDINGS = (0, 1)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A rule that a document breaks, and the line where."""

    line: int
    severity: str
    rule: str
    path: str


def lint(ruleset: Path, *documents: Path) -> dict[Path, list[Finding]]:
    """What the rules find in each document.

    Raises:
        RuntimeError: Node.js is not installed, or Spectral did not come to an answer.
    """
    node = shutil.which("node")
    if node is None:
        raise RuntimeError("the contract tests need Node.js (Debian: apt install nodejs npm)")
    install()
    spectral = FOLDER / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    ran = subprocess.run(
        [node, spectral, "lint", "--quiet", "--format", "json", "--ruleset", ruleset, *documents],
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode not in _NOTHING_OR_FINDINGS:
        raise RuntimeError(ran.stderr or ran.stdout)
    found: dict[Path, list[Finding]] = {document: [] for document in documents}
    for told in json.loads(ran.stdout):
        found[Path(told["source"])].append(
            Finding(
                line=told["range"]["start"]["line"] + 1,
                severity=_SEVERITIES[told["severity"]],
                rule=told["code"],
                path=".".join(str(part) for part in told["path"]),
            )
        )
    return found
