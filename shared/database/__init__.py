"""PostgreSQL: engines, the transaction at the edge, and migrations per service's schema."""

from shared.database.among import among
from shared.database.availability import is_unavailable
from shared.database.engine import create_engine
from shared.database.transaction import transaction

__all__ = ["among", "create_engine", "is_unavailable", "transaction"]
