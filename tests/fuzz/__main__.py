"""`make fuzz`: ten thousand made-up requests and more to the API of each service.

`python -m tests.fuzz [--seed NUMBER] [--cases NUMBER] [--minutes NUMBER] [SERVICE ...]`
"""

import argparse
import asyncio
import secrets
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from deploy.provisioning import SERVICES
from tests.fuzz.ask import LOG, ask
from tests.fuzz.campaign import Effort, Findings
from tests.fuzz.served import ROOT
from tests.support.installations import create_template, fresh_database
from tests.support.shared_servers import RunServers, shared_servers

FIRST = Effort(limits=True, per_operation=15, walks=500)
THEN = Effort(limits=False, per_operation=15, walks=500)
TELL_EVERY = 15.0
"""Seconds between two lines of progress."""


def main(arguments: Sequence[str]) -> int:
    """Ask the services, one after the other; 0 when nothing was wrong and nothing left out."""
    asked = _read(arguments)
    lines, is_good = [], True
    with TemporaryDirectory() as folder, shared_servers(Path(folder)) as servers:
        asyncio.run(create_template(servers))
        for service in asked.services:
            print(f"{service}: seed {asked.seed}", flush=True)
            (Path(folder) / service).mkdir()
            findings = asyncio.run(_ask(service, asked, servers, Path(folder) / service))
            is_good &= (
                not findings.violations and findings.cases >= asked.cases and findings.is_walked
            )
            lines.append(_conclusion(service, findings))
    print("\n".join(lines))
    print(f"Again: make fuzz SEED={asked.seed} CASES={asked.cases}")
    return 0 if is_good else 1


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("make fuzz")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=30, help="for each service")
    parser.add_argument("services", nargs="*", default=SERVICES)
    return parser.parse_args(arguments)


async def _ask(
    service: str, asked: argparse.Namespace, servers: RunServers, folder: Path
) -> Findings:
    async with fresh_database(servers) as database:
        findings = await ask(
            service,
            database.app_url(service),
            folder,
            seed=asked.seed,
            efforts=(FIRST, THEN),
            cases=asked.cases,
            until=monotonic() + 60 * asked.minutes,
            told=_Progress(service, asked),
        )
    if findings.failures:
        kept = ROOT / "var" / f"fuzz-{service}.log"
        kept.parent.mkdir(exist_ok=True)
        shutil.copy(folder / LOG, kept)
        print(f"{service}: what the service said of it is in {kept.relative_to(ROOT)}")
    return findings


class _Progress:
    """Says how far it is, and each violation when it is first seen."""

    def __init__(self, service: str, asked: argparse.Namespace) -> None:
        self._service = service
        self._cases = asked.cases
        self._began = self._told_at = monotonic()
        self._shown: set[str] = set()

    def __call__(self, findings: Findings) -> None:
        for label in findings.violations.keys() - self._shown:
            self._shown.add(label)
            print(f"\n{label}\n{findings.violations[label]}\n", flush=True)
        if monotonic() - self._told_at >= TELL_EVERY:
            self._told_at = monotonic()
            print(
                f"{self._service}: {findings.cases} of {self._cases} cases, "
                f"{self._told_at - self._began:.0f} s",
                flush=True,
            )


def _conclusion(service: str, findings: Findings) -> str:
    return (
        f"{service}: {findings.cases} cases, {findings.failures} answers of 500 or above, "
        f"{len(findings.violations)} violations; {len(findings.succeeded)} operations succeeded; "
        f"{findings.steps} steps along links, {len(findings.walked)} of {findings.links} links led "
        f"to a success; {_counts(findings)}"
    )


def _counts(findings: Findings) -> str:
    return ", ".join(f"{count} × {status}" for status, count in sorted(findings.statuses.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
