"""Whatever is asked of planning, its answer is one that it describes."""

from pathlib import Path

import pytest

from tests.support.fuzzing import fuzz
from tests.support.installations import Database

CASES = 500


@pytest.mark.timeout(600)
def test_every_answer_is_one_that_is_described(database: Database, tmp_path: Path) -> None:
    found = fuzz("planning", database.app_url("planning"), tmp_path, cases=CASES)
    assert found.faults == {}
    assert found.requests >= CASES
    assert {200, 201, 400, 404} <= found.statuses.keys()
