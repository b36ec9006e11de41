"""The command about the public holidays on which municipalities differ."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.locks import lock_plan
from services.planning.domain.supply.public_holidays import HolidayChoices
from services.planning.tables import holiday_choices


async def lock_holidays(connection: AsyncConnection) -> int:
    """Lock the plan and with it the choices, of which there is one row; answer their version."""
    await lock_plan(connection)
    locked = await connection.execute(select(holiday_choices.c.version).with_for_update())
    version: int = locked.scalar_one()
    return version


async def choose_holidays(
    connection: AsyncConnection, choices: HolidayChoices, *, today: date
) -> None:
    """Say which of these days are off."""
    await lock_plan(connection)
    await connection.execute(
        update(holiday_choices).values(
            good_friday=choices.good_friday,
            liberation_day=choices.liberation_day.value,
            version=holiday_choices.c.version + 1,
        )
    )
    await refresh_balance(connection, today)
