"""Who can do what: a maximum flow from supply to needs, in whole minutes.

Needs are served one after the other by shortest augmenting paths (Edmonds and Karp). A path may
hand minutes that an earlier need uses to a later one when the earlier need can be served by
somebody else; what a need was given is never taken from it. So after every call the needs asked so
far are served to the greatest possible total, and earlier needs go first where not all can be
served.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise


class Assignment:
    """A week's supply and how much of it the needs use. Units of supply are known by their
    index.
    """

    def __init__(self, minutes: Sequence[int]) -> None:
        self._left = list(minutes)
        self._servers: list[tuple[int, ...]] = []
        self._uses: list[dict[int, int]] = [{} for _ in minutes]

    def serve(self, minutes: int, units: Iterable[int]) -> int:
        """Give a new need up to `minutes` from these units, and return how much it gets."""
        need = len(self._servers)
        self._servers.append(tuple(units))
        served = self._take(need, minutes)
        while served < minutes:
            path = self._shortest_path(need)
            if path is None:
                break
            served += self._augment(need, path, minutes - served)
        return served

    def _take(self, need: int, minutes: int) -> int:
        """What its own units have left: the paths that need nobody to give way."""
        taken = 0
        for unit in self._servers[need]:
            if taken == minutes:
                break
            amount = min(self._left[unit], minutes - taken)
            if amount:
                self._left[unit] -= amount
                self._uses[unit][need] = amount
                taken += amount
        return taken

    def served(self) -> Iterator[tuple[int, int, int]]:
        """Each need, in the order in which they were asked, with a unit that serves it and how many
        minutes.
        """
        for unit, uses in enumerate(self._uses):
            for need, minutes in uses.items():
                yield need, unit, minutes

    def _shortest_path(self, need: int) -> list[tuple[int, int]] | None:
        """Pairs of a need and the unit that will serve it, from `need` to a unit with minutes
        left.
        """
        came_from: dict[int, tuple[int, int]] = {}
        seen_units: set[int] = set()
        queue = deque([need])
        while queue:
            current = queue.popleft()
            for unit in self._servers[current]:
                if unit in seen_units:
                    continue
                seen_units.add(unit)
                if self._left[unit]:
                    return self._trace(came_from, need, current, unit)
                for other in self._uses[unit]:
                    if other != need and other not in came_from:
                        came_from[other] = (current, unit)
                        queue.append(other)
        return None

    @staticmethod
    def _trace(
        came_from: dict[int, tuple[int, int]], need: int, last: int, unit: int
    ) -> list[tuple[int, int]]:
        path = [(last, unit)]
        while path[-1][0] != need:
            path.append(came_from[path[-1][0]])
        path.reverse()
        return path

    def _augment(self, need: int, path: list[tuple[int, int]], wanted: int) -> int:
        handed_over = [(unit, following[0]) for (_, unit), following in pairwise(path)]
        amount = min(
            wanted,
            self._left[path[-1][1]],
            *(self._uses[unit][other] for unit, other in handed_over),
        )
        for unit, other in handed_over:
            self._uses[unit][other] -= amount
            if not self._uses[unit][other]:
                del self._uses[unit][other]
        for server_of, unit in path:
            self._uses[unit][server_of] = self._uses[unit].get(server_of, 0) + amount
        self._left[path[-1][1]] -= amount
        return amount
