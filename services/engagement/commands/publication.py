"""From the domain's figures to the public contract."""

from dataclasses import asdict

from services.engagement.domain.coverage import Figures
from shared.contracts.engagement_v1 import Coverage


def published(figures: Figures) -> Coverage:
    """The figures as an event carries them; those of a small group are absent already."""
    return Coverage(**asdict(figures))
