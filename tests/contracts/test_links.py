"""The documents lead from one answer to the next."""

import re
from pathlib import Path

from tests.support.service_apps import service_apps


async def test_whatever_an_address_names_is_reached_by_a_link(tmp_path: Path) -> None:
    async with service_apps(tmp_path) as apps:
        for app in apps.apps.values():
            document = app.openapi()
            links = document["components"]["links"].values()
            for path, item in document["paths"].items():
                for operation in item.values():
                    led = [
                        link for link in links if link["operationId"] == operation["operationId"]
                    ]
                    named = set(re.findall(r"\{([^}]+)\}", path))
                    assert not named or led, operation["operationId"]
                    assert all(named <= link.get("parameters", {}).keys() for link in led)


async def test_two_models_of_one_title_stay_two(tmp_path: Path) -> None:
    async with service_apps(tmp_path) as apps:
        schemas = apps.apps["planning"].openapi()["components"]["schemas"]
    assert "weeklyHours" in schemas["FreedHoursProposalAnswer"]["properties"]
    assert "effort" in schemas["ProposalsProposalAnswer"]["properties"]
