"""What is wrong with a file of a public format, all at once."""

from collections.abc import Callable

from services.planning.domain.scheduling.problem import Problem
from shared.refusal import Reason, Refusal, refuse_when


class Faults:
    """The reasons so far why a file is refused."""

    def __init__(self) -> None:
        self._reasons: list[Reason] = []

    def add(self, code: str, message: str, line: int | None = None) -> None:
        """One more, on this line of the file or of the whole file."""
        said = message if line is None else f"Regel {line}: {message}"
        self._reasons.append(Reason(code, said))

    def __bool__(self) -> bool:
        return bool(self._reasons)

    def refuse(self) -> None:
        """Raise a `Refusal` with all of them, if there are any."""
        refuse_when(self._reasons)

    @staticmethod
    def problem(build: Callable[[], Problem]) -> Problem:
        """The problem that the figures make.

        Raises:
            Refusal: activities come after each other in a circle.
        """
        try:
            return build()
        except ValueError as error:
            message = "De activiteiten wachten in een kring op elkaar."
            raise Refusal(Reason("circle", message)) from error
