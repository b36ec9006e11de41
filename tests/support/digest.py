"""Whether anything in a database changed."""

from sqlalchemy import text

from shared.database import transaction
from tests.support.service_api import ServiceApi


async def digest(api: ServiceApi) -> str:
    """Of every row of every table of the service's schema."""
    async with transaction(api.engine) as connection:
        names = await connection.scalars(
            text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = :s ORDER BY 1"),
            {"s": api.service},
        )
        each = " UNION ALL ".join(
            f"SELECT '{name}' AS name, md5(string_agg(row::text, ',' ORDER BY row::text)) AS rows"  # noqa: S608
            f" FROM {api.service}.{name} AS row"
            for name in names
        )
        return str(
            await connection.scalar(text(f"SELECT string_agg(name || rows, ' ') FROM ({each}) t"))  # noqa: S608
        )
