"""How long the log and the inbox remember."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Thirteen months: a year can be compared with the one before, also on its last day.
LOG_KEPT = timedelta(days=396)


async def forget(connection: AsyncConnection, schema: str, now: datetime) -> int:
    """Delete what is older than the retention; answer how many rows went.

    An event the broker has not confirmed stays whatever its age, and so does one that has not had
    its effect. What a subject's last version was is never forgotten: it is what makes a late copy
    harmless.
    """
    deleted = 0
    for statement in (_FORGET_LOG, _FORGET_INBOX):
        result = await connection.execute(
            text(statement.replace("{schema}", schema)), {"before": now - LOG_KEPT}
        )
        deleted += result.rowcount
    return deleted


_FORGET_LOG = """
DELETE FROM {schema}.event_log l USING {schema}.event_cursor c
WHERE c.audience = l.audience AND l.position <= c.published AND l.logged_at < :before
"""

_FORGET_INBOX = """
DELETE FROM {schema}.inbox WHERE received_at < :before AND state IN ('applied', 'stale')
"""
