"""The governed catalogue of expertises: every word means one expertise."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.refusal import Reason

MOST_WEEKS = 260
DEFAULT_LEARNING_WEEKS = 8
DEFAULT_HIRING_WEEKS = 16


@dataclass(frozen=True, slots=True)
class ExpertiseTimes:
    """Weeks until a colleague has learned an expertise, and until somebody new who has it is in.
    A municipality that has not said it gets 8 and 16.
    """

    learning_weeks: int = DEFAULT_LEARNING_WEEKS
    hiring_weeks: int = DEFAULT_HIRING_WEEKS


def word_reasons(name: str, synonyms: Sequence[str], taken: Collection[str]) -> Iterator[Reason]:
    """Why an expertise cannot have this name and these synonyms. Capitals make no difference."""
    elsewhere = {each.casefold() for each in taken}
    if name.casefold() in elsewhere:
        yield Reason("name-taken", f"“{name}” bestaat al.", "name")
    own = {name.casefold()}
    for place, synonym in enumerate(synonyms):
        field = f"synonyms.{place}"
        if synonym.casefold() in elsewhere:
            yield Reason("name-taken", f"“{synonym}” bestaat al.", field)
        if synonym.casefold() in own:
            yield Reason("synonym-twice", f"“{synonym}” staat er twee keer in.", field)
        own.add(synonym.casefold())


def lead_time_reasons(times: ExpertiseTimes) -> Iterator[Reason]:
    """Why learning or hiring cannot take so long."""
    for field, weeks in (
        ("learningWeeks", times.learning_weeks),
        ("hiringWeeks", times.hiring_weeks),
    ):
        if not 0 <= weeks <= MOST_WEEKS:
            yield Reason("impossible-lead-time", f"Vul 0 tot en met {MOST_WEEKS} weken in.", field)


def merge_reasons(merged_id: UUID, into_id: UUID) -> Iterator[Reason]:
    """Why one expertise cannot go up in another."""
    if merged_id == into_id:
        yield Reason(
            "same-expertise", "Kies een andere expertise om mee samen te voegen.", "intoExpertiseId"
        )


def merged_reasons(survivor: str | None, field: str | None = None) -> Iterator[Reason]:
    """Why an entry cannot change: it was merged, into the expertise of this name."""
    if survivor is not None:
        yield Reason("expertise-merged", f"Deze expertise is samengevoegd met “{survivor}”.", field)
