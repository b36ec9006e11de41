"""The closed list of channels over which citizens transact."""

from enum import StrEnum


class Channel(StrEnum):
    """A channel. Its name is Dutch because it is what sources deliver and people read."""

    BALIE = "balie"
    TELEFOON = "telefoon"
    WEB = "web"
    APP = "app"
    EMAIL = "e-mail"
    POST = "post"
    SOCIAL = "social"
    OVERIG = "overig"


DIGITAL_CHANNELS = frozenset({Channel.WEB, Channel.APP})
