"""The linter of the NL API Design Rules finds nothing wrong in any service's document.

That it would find it is shown by the rules' own cases: of each it says here what their makers say
that it should.
"""

import re
from pathlib import Path

from tests.support.service_apps import service_apps, write_documents
from tests.support.shared_data import SHARED_DATA, needs_shared_data
from tests.support.spectral import Finding, lint

STANDARDS = SHARED_DATA / "standards"
RULESET = STANDARDS / "adr-spectral-ruleset.yaml"
CASES = sorted((STANDARDS / "adr-linter-testcases").glob("*/openapi.json"))

_LINE = re.compile(r"^ *(\d+):\d+ +(error|warning) +(\S+) .*?(?:  (\S+))?$")

pytestmark = needs_shared_data


def _expected(case: Path) -> list[Finding]:
    """What the makers of the rules say of a case, from Spectral's output for people."""
    lines = (case.parent / "expected-output.txt").read_text().splitlines()
    found = [match for line in lines if (match := _LINE.match(line))]
    return sorted(Finding(int(m[1]), m[2], m[3], _dotted(m[4] or "")) for m in found)


def _dotted(path: str) -> str:
    """For people Spectral writes `responses[404]`, for programs `responses`, `404`."""
    return re.sub(r"\[(\d+)\]", r".\1", path)


def test_the_linter_says_of_the_rules_own_cases_what_it_should() -> None:
    assert len(CASES) == 26
    told = lint(RULESET, *CASES)

    assert {case.parent.name: sorted(told[case]) for case in CASES} == {
        case.parent.name: _expected(case) for case in CASES
    }
    assert sum(finding.severity == "error" for found in told.values() for finding in found) > 50


async def test_no_service_breaks_a_rule(tmp_path: Path) -> None:
    async with service_apps(tmp_path) as apps:
        documents = write_documents(apps, tmp_path)

    assert len(documents) == 3
    assert lint(RULESET, *documents.values()) == {document: [] for document in documents.values()}
