"""Whatever is asked of a service, its answer is one that its document describes: `make fuzz`, in
small.
"""

from math import inf
from pathlib import Path

import pytest

from tests.fuzz.ask import ask
from tests.fuzz.campaign import Effort
from tests.support.installations import Database

EFFORT = Effort(limits=False, per_operation=2, walks=30)


@pytest.mark.parametrize(
    ("service", "cases"), [("planning", 300), ("engagement", 200), ("metrics", 200)]
)
async def test_every_answer_is_one_that_is_described(
    service: str, cases: int, database: Database, tmp_path: Path
) -> None:
    findings = await ask(
        service,
        database.app_url(service),
        tmp_path,
        seed=1,
        efforts=(EFFORT, EFFORT),
        cases=cases,
        until=inf,
        told=lambda _: None,
    )
    assert findings.violations == {}
    assert findings.cases >= cases
    assert {200, 400, 404} <= findings.statuses.keys()
    assert findings.walked
