"""All contracts by their event type."""

from collections.abc import Iterable, Iterator, Mapping
from inspect import getmembers, isclass
from types import MappingProxyType, ModuleType

from shared.contracts import engagement_v1, metrics_v1, planning_v1, source_v1
from shared.contracts.envelope import Audience, EventData

_MODULES: tuple[ModuleType, ...] = (planning_v1, engagement_v1, metrics_v1, source_v1)


def _contracts(module: ModuleType) -> Iterator[type[EventData]]:
    for _, member in getmembers(module, isclass):
        if issubclass(member, EventData) and member is not EventData:
            yield member


def collect(contracts: Iterable[type[EventData]]) -> Mapping[str, type[EventData]]:
    """Contracts by their event type.

    Raises:
        TypeError: two contracts for one type, or a subject that would be both public and internal.
    """
    found: dict[str, type[EventData]] = {}
    audiences: dict[str, Audience] = {}
    for contract in contracts:
        if contract.event_type in found:
            raise TypeError(f"two contracts for {contract.event_type}")
        kind = contract.subject_template.partition("/")[0]
        if audiences.setdefault(kind, contract.audience) != contract.audience:
            raise TypeError(f"subject {kind} would be both public and internal")
        found[contract.event_type] = contract
    return MappingProxyType(dict(sorted(found.items())))


CONTRACTS: Mapping[str, type[EventData]] = collect(
    contract for module in _MODULES for contract in _contracts(module)
)
