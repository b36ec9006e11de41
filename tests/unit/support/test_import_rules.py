"""The contract that names what may be imported."""

import pytest
from grimp import ImportGraph

from tests.support.import_rules import OnlyAllowedImports


def imports(imported: str, *, input_output: str = "false") -> bool:
    """Whether the domain of planning may import this."""
    graph = ImportGraph()
    graph.add_import(
        importer="services.planning.domain.capacity",
        imported=imported,
        line_number=1,
        line_contents=f"import {imported}",
    )
    contract = OnlyAllowedImports(
        name="domain",
        session_options={},
        contract_options={
            "sources": ["services.*.domain"],
            "allowed": ["shared.refusal"],
            "input_output": input_output,
        },
    )
    return contract.check(graph, verbose=False).kept


@pytest.mark.parametrize(
    "module", ["services.planning.domain.supply.workdays", "shared.refusal", "datetime"]
)
def test_what_is_named_and_the_standard_library_may_be_imported(module: str) -> None:
    assert imports(module)


@pytest.mark.parametrize(
    "module", ["sqlalchemy", "shared.database", "services.planning.tables", "shared.refusals"]
)
def test_anything_else_breaks_the_rule(module: str) -> None:
    assert not imports(module)


def test_input_and_output_of_the_standard_library_break_it_where_that_is_asked() -> None:
    assert not imports("socket")
    assert imports("socket", input_output="true")
