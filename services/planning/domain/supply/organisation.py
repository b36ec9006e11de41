"""Teams, function groups, expertises and products: what cannot be."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from services.planning.domain import wording
from shared.refusal import Reason


def name_reasons(name: str, taken: Collection[str]) -> Iterator[Reason]:
    """Why something cannot get this name."""
    if name.casefold() in {each.casefold() for each in taken}:
        yield Reason("name-taken", f"“{name}” bestaat al.", "name")


def too_many_reasons(count: int, at_most: int) -> Iterator[Reason]:
    """Why no more can be added: others would not be told of all."""
    if count > at_most:
        yield Reason("too-many", f"Er kunnen er hoogstens {at_most} zijn.")


def elsewhere_reasons(products: Sequence[tuple[str, str]]) -> Iterator[Reason]:
    """Why a team cannot handle products: other teams, named with each product, do."""
    for product, team in products:
        yield Reason("product-elsewhere", f"“{product}” hoort al bij {wording.team(team)}.")


def pool_reasons(
    pools: Sequence[tuple[Collection[UUID], int]], known: Collection[UUID]
) -> Iterator[Reason]:
    """Why these cannot be a team's pools, each given as its expertises and its minutes a week."""
    for place, (expertises, minutes) in enumerate(pools):
        if not expertises:
            yield Reason(
                "no-expertise", "Noem minstens 1 expertise.", f"pools.{place}.expertiseIds"
            )
        for expertise in sorted(set(expertises) - set(known)):
            yield Reason(
                "expertise-unknown",
                f"Expertise {expertise} bestaat niet.",
                f"pools.{place}.expertiseIds",
            )
        if minutes <= 0:
            yield Reason("no-hours", "Vul meer dan 0 uur in.", f"pools.{place}.weeklyHours")
