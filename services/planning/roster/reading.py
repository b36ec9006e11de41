"""Reads what a roster tells about each person, and tells every flaw of every row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from services.planning.commands.roster import Told
from services.planning.domain.supply.staffing import Judgement
from services.planning.domain.supply.working_time import WHOLE, Absence, Load, WorkingHours
from services.planning.roster import conversion as read
from services.planning.roster.profile import (
    AbsenceRules,
    DateRule,
    DutyRules,
    LevelRules,
    RosterProfile,
    WorkingHoursRules,
)
from shared.isoweek import IsoWeek
from shared.tabular.cells import Cell, UnknownWord, Wrong, text_of
from shared.tabular.faults import FaultLog, Flaw
from shared.tabular.rows import Block
from shared.tabular.selection import Selection, locate, split_header

Value = TypeVar("Value")


@dataclass(slots=True)
class Roster:
    """What a file tells about each person, in the order of the file, with the lines."""

    rows: int = 0
    told: defaultdict[UUID, list[Told]] = field(default_factory=lambda: defaultdict(list))
    lines: defaultdict[UUID, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which a file names people and expertises, small letters."""

    people: Mapping[str, UUID]
    expertises: Mapping[str, UUID]


def read_roster(
    blocks: Iterable[Block],
    profile: RosterProfile,
    vocabulary: Vocabulary,
    faults: FaultLog,
    on_progress: Callable[[int, float], None],
) -> Roster:
    """All that the file tells; rows with a flaw go to the faults instead.

    Raises:
        Refusal: the file has no header, or columns of the profile are not in it.
    """
    header, data = split_header(blocks)
    positions = locate(header, profile.columns())
    select = Selection(profile, positions, len(header), faults)
    roster = Roster()
    for block in data:
        rows, lines = select(block)
        for row, line in zip(rows, lines, strict=True):
            roster.rows += 1
            cells = _Row(row, positions)
            person = cells.read(profile.person, read.read_person, vocabulary.people)
            told = _READERS[type(profile.thing)](cells, profile.thing, vocabulary)
            if cells.flaws or person is None or told is None:
                faults.add(line, cells.flaws)
                continue
            roster.told[person].append(told)
            roster.lines[person].append(line)
        on_progress(roster.rows, block.share)
    return roster


class _Row:
    """The cells of a row by column, and what is wrong with them."""

    def __init__(self, row: Sequence[Cell], positions: Mapping[str, int]) -> None:
        self.flaws: list[Flaw] = []
        self._row = row
        self._positions = positions

    def read(self, rule: Any, read: Callable[..., Value], *more: object) -> Value | None:
        """The value of a rule's cell; None when it is wrong."""
        cell = self._row[self._positions[rule.column]]
        try:
            return read(cell, *more)
        except Wrong as wrong:
            everywhere = isinstance(wrong, UnknownWord)
            self.flaws.append(
                Flaw(wrong.code, rule.column, text_of(cell), wrong.reason, everywhere)
            )
            return None

    def read_or_constant(self, rule: Any, read: Callable[..., Value], *more: object) -> Any:
        """The value of a rule that may have a constant instead of a column."""
        return rule.constant if rule.column is None else self.read(rule, read, *more)

    def read_if_named(self, rule: DateRule | None) -> date | None:
        """The day of a column that a profile may leave out, and a row may leave empty."""
        return None if rule is None else self.read(rule, read.read_optional_date, rule)


def _hours(row: _Row, rules: WorkingHoursRules, _: Vocabulary) -> WorkingHours | None:
    from_date = row.read(rules.from_date, read.read_date, rules.from_date)
    minutes = row.read(rules.weekly_hours, read.read_minutes, rules.weekly_hours)
    percent = row.read_or_constant(rules.project_percent, read.read_whole)
    days = row.read_or_constant(rules.working_days, read.read_days, rules.working_days)
    if from_date is None or minutes is None:
        return None
    return WorkingHours(from_date, minutes, percent, days)


def _absence(row: _Row, rules: AbsenceRules, _: Vocabulary) -> Absence | None:
    starts_on = row.read(rules.starts_on, read.read_date, rules.starts_on)
    ends_on = row.read(rules.ends_on, read.read_date, rules.ends_on)
    percent, minutes = WHOLE, None
    if rules.hours is None:
        percent = row.read_or_constant(rules.percent, read.read_whole)
    else:
        minutes = row.read(rules.hours, read.read_optional_minutes, rules.hours)
    if starts_on is None or ends_on is None:
        return None
    return Absence(starts_on, ends_on, percent, minutes)


def _duty(row: _Row, rules: DutyRules, _: Vocabulary) -> Load | None:
    first = row.read(rules.from_date, read.read_date, rules.from_date)
    until = row.read_if_named(rules.until_date)
    minutes = row.read(rules.weekly_hours, read.read_minutes, rules.weekly_hours)
    if first is None or minutes is None:
        return None
    return Load(IsoWeek.of(first), IsoWeek.of(until) if until else None, minutes)


def _level(row: _Row, rules: LevelRules, vocabulary: Vocabulary) -> Judgement | None:
    expertise = row.read(rules.expertise, read.read_expertise, vocabulary.expertises)
    level = row.read_or_constant(rules.level, read.read_whole)
    judged_on = row.read_if_named(rules.judged_on)
    return None if expertise is None else Judgement(expertise, level, judged_on)


KINDS: Mapping[type, type[Told]] = {
    WorkingHoursRules: WorkingHours,
    AbsenceRules: Absence,
    DutyRules: Load,
    LevelRules: Judgement,
}
"""Which one thing about a person each kind of rules reads."""

_READERS: Mapping[type, Callable[[_Row, Any, Vocabulary], Told | None]] = {
    WorkingHoursRules: _hours,
    AbsenceRules: _absence,
    DutyRules: _duty,
    LevelRules: _level,
}
