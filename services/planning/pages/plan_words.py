"""The plan in the words of the pages."""

from services.planning.domain.reservations.deadlines import Part
from services.planning.domain.reservations.reminders import Option

SUBPROJECT_STATES = {
    "planned": ("gepland", "neutral"),
    "started": ("gestart", "success"),
    "paused": ("gepauzeerd", "warning"),
    "completed": ("afgerond", "success"),
    "cancelled": ("geannuleerd", "danger"),
}
KINDS = {
    "decision": "besluit",
    "scope-fixed": "scope vast",
    "kick-off": "aftrap",
    "training": "training",
    "go-live": "livegang",
    "old-way-stopped": "oude werkwijze gestopt",
}
FIRST_MOMENTS = (
    ("decision", "Het eerste besluit"),
    ("start", "Het begin"),
    ("go-live", "De livegang"),
)
LEVELS = ((1, "1: kan helpen"), (2, "2: kan het zelfstandig"), (3, "3: kan het leiden"))
STEPS = {
    Part.ROSTER_FREEZE: "het rooster ligt vast",
    Part.APPROVAL: "akkoord van de teamleider",
    Part.LEARNING: "iemand leert het",
    Part.HIRING: "iemand aannemen",
    Part.BUFFER: "speling",
    Part.SCARCITY: "veel vraag",
}
OPTIONS = {
    Option.OTHER_PERSON: "iemand anders vragen",
    Option.SPLIT: "splitsen",
    Option.MOVE: "verplaatsen",
    Option.TRAIN: "iemand opleiden",
    Option.HIRE: "iemand aannemen",
    Option.REDUCE_SCOPE: "minder doen",
}
