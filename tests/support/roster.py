"""Somebody of whom a roster may tell, and files that do."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import transaction

_SOMEBODY = (
    "INSERT INTO planning.consents VALUES (:consent, 'OR-2026-12', '2099-12-31')",
    "INSERT INTO planning.teams (id, name) VALUES (:team, 'Publiekszaken')",
    "INSERT INTO planning.function_groups (id, name) VALUES (:group, 'Balie')",
    "INSERT INTO planning.staff (id, team_id, function_group_id, joined_on)"
    " VALUES (:staff, :team, :group, '2020-01-01')",
)


async def add_roster(engine: AsyncEngine, folder: Path) -> None:
    """Put somebody in planning, under consent, and the files of docs/roster.md in a folder."""
    ids = {name: uuid4() for name in ("consent", "team", "group", "staff")}
    async with transaction(engine) as connection:
        for statement in _SOMEBODY:
            named = {name: value for name, value in ids.items() if f":{name}" in statement}
            await connection.execute(text(statement), named)
    (folder / "sleutels.csv").write_text(f"P-12;{ids['staff']}\n")
    (folder / "werktijden.csv").write_text(
        "medewerker;vanaf;uren per week;procent projecten;werkdagen\n"
        f"{ids['staff']};01-01-2026;36;60;\n"
    )
    (folder / "verlof.csv").write_text(
        f"medewerker;eerste dag;laatste dag;uren\n{ids['staff']};21-12-2026;31-12-2026;\n"
    )
