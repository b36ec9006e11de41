"""Signing in to the pages.

The browser keeps the token in a cookie that no script and no other site can use.
"""

from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.web.access import COOKIE, public, refuse_cross_site
from shared.web.keys import KeysUnavailable
from shared.web.pages import PageRouter, Pages, page
from shared.web.token import InvalidToken, TokenVerifier

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

router = PageRouter()


@router.get("/aanmelden", dependencies=[public()])
async def show_sign_in(request: Request, naar: str = "") -> Response:
    """The form. Its script fills in a token from the address's fragment, which no server sees."""
    return page(request, "sign_in.html", naar=naar, fault=None)


@router.post("/aanmelden", dependencies=[public()])
async def sign_in(
    request: Request, token: Annotated[str, Form()], naar: Annotated[str, Form()] = ""
) -> Response:
    """Check the token and keep it; the server keeps nothing."""
    refuse_cross_site(request)
    tokens: TokenVerifier = request.app.state.tokens
    try:
        await tokens.verify(token.strip())
    except InvalidToken as error:
        expired = error.code == "expired-token"
        fault = "Dit token is verlopen." if expired else "Dit token is niet geldig."
        return page(request, "sign_in.html", status_code=401, naar=naar, fault=fault)
    except KeysUnavailable:
        fault = "Aanmelden kan nu niet gecontroleerd worden. Probeer het zo weer."
        return page(request, "sign_in.html", status_code=503, naar=naar, fault=fault)
    response = RedirectResponse(_target(request, naar), status_code=303)
    response.set_cookie(
        COOKIE,
        token.strip(),
        path="/",
        httponly=True,
        samesite="strict",
        secure=not _is_local(request),
    )
    return response


@router.post("/afmelden", dependencies=[public()])
async def sign_out(request: Request) -> Response:
    """Forget the token."""
    refuse_cross_site(request)
    response = RedirectResponse(f"{request.scope['root_path']}/aanmelden", status_code=303)
    response.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="strict", secure=not _is_local(request)
    )
    return response


def _is_local(request: Request) -> bool:
    """Whether the browser is on this machine without TLS, where Secure would lose the cookie."""
    return request.url.scheme == "http" and request.url.hostname in LOOPBACK


def _target(request: Request, wanted: str) -> str:
    """An address on this site; what leads elsewhere becomes the root, which leads home."""
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if is_path and wanted.isascii() and wanted.isprintable():
        return wanted
    pages: Pages = request.app.state.pages
    return pages.prefix(request) + "/"
