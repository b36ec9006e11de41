"""Waiting for a condition instead of for time."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

_POLL_SECONDS = 0.02


async def until(condition: Callable[[], object], timeout: float = 20, *, reason: str = "") -> Any:
    """Call the condition (plain or async) until what it returns is true, and return that.

    Fails after `timeout` seconds with the reason, the condition's last value and the last
    exception. Assertion errors and lookups that fail inside the condition count as "not yet".
    """
    deadline = time.monotonic() + timeout
    value: object = None
    error: Exception | None = None
    while True:
        try:
            outcome = condition()
            result = await outcome if inspect.isawaitable(outcome) else outcome
            value, error = result, None
            if result:
                return result
        except (AssertionError, LookupError) as not_yet:
            error = not_yet
        if time.monotonic() > deadline:
            what = reason or getattr(condition, "__qualname__", repr(condition))
            seen = f"it raised {error!r}" if error else f"its last value was {value!r}"
            raise AssertionError(f"not within {timeout} s: {what}; {seen}")
        await asyncio.sleep(_POLL_SECONDS)
