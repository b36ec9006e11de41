"""The gate before every answer about a person."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.consent import consent_missing
from services.engagement.queries.consents import participation_consented
from shared.refusal import Refusal
from shared.runtime.clock import today

CONSENT_MISSING: dict[int | str, dict[str, Any]] = {409: {}}
"""What a route that reads about persons answers beside what every route does."""


async def require_consent(connection: AsyncConnection, now: datetime) -> None:
    """Go on only when a consent in force allows participation per person; also a moment after it
    ran out, when what it covered has not been removed yet.

    Raises:
        Refusal: none does.
    """
    if not await participation_consented(connection, today(now)):
        raise Refusal(consent_missing())
