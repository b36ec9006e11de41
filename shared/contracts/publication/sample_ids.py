"""Ids that are the same in every sample in which they stand."""

from uuid import NAMESPACE_URL, UUID, uuid5


def sample_id(name: str) -> UUID:
    """The same id for the same name, always."""
    return uuid5(NAMESPACE_URL, f"tag:draagvlak.nl,2026:sample/{name}")
