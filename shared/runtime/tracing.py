"""W3C Trace Context, carried from a request or event to the events it causes."""

import re
from contextvars import ContextVar
from secrets import token_hex

current_traceparent: ContextVar[str | None] = ContextVar("current_traceparent", default=None)
_FORM = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def traceparent_of(header: str | None) -> str:
    """The caller's trace when its header is well formed, else a new one."""
    if header is not None and _FORM.fullmatch(header):
        return header
    return f"00-{token_hex(16)}-{token_hex(8)}-01"
