"""W3C Trace Context, carried from a request or event to the events it causes."""

import re
from contextvars import ContextVar
from secrets import token_hex

current_traceparent: ContextVar[str | None] = ContextVar("current_traceparent", default=None)
_FORM = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def well_formed(traceparent: str | None) -> str | None:
    """A traceparent as it stands; None for one of another form, which Trace Context asks to
    ignore.
    """
    return traceparent if traceparent is not None and _FORM.fullmatch(traceparent) else None


def traceparent_of(header: str | None) -> str:
    """The caller's trace when its header is well formed, else a new one."""
    return well_formed(header) or f"00-{token_hex(16)}-{token_hex(8)}-01"
