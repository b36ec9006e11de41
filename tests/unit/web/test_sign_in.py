import httpx
import pytest

from shared.web.access import Role
from tests.support.web_service import NOW, WebService

ADDRESS = "/planning/aanmelden"
OURS = {"Sec-Fetch-Site": "same-origin"}


async def signed_in(
    service: WebService, naar: str = "/planning/koers", site: str = "https://draagvlak.example.nl"
) -> httpx.Response:
    form = {"token": service.token(Role.PROGRAMME_MANAGER), "naar": naar}
    async with service.client() as client:
        return await client.post(f"{site}{ADDRESS}", data=form, headers=OURS)


async def test_signing_in_opens_the_pages(service: WebService) -> None:
    answer = await signed_in(service)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/planning/koers"
    async with service.client(cookies=answer.cookies) as client:
        assert (await client.get("/planning/koers")).status_code == 200


async def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_the_open_net(
    service: WebService,
) -> None:
    cookie = (await signed_in(service)).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_a_demonstration_on_this_machine_needs_no_tls(service: WebService) -> None:
    cookie = (await signed_in(service, site="http://127.0.0.1:8000")).headers["set-cookie"]
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/x\r\nSet-Cookie: a=b",
        "\\\\evil.example",
    ],
)
async def test_signing_in_leads_nowhere_else(service: WebService, elsewhere: str) -> None:
    assert (await signed_in(service, naar=elsewhere)).headers["location"] == "/"


async def test_a_wrong_token_is_told_so_and_kept_nowhere(client: httpx.AsyncClient) -> None:
    answer = await client.post(ADDRESS, data={"token": "wrong"}, headers=OURS)
    assert answer.status_code == 401
    assert "Dit token is niet geldig." in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_expired_token_is_told_so(service: WebService) -> None:
    form = {"token": service.token(Role.EMPLOYEE)}
    service.now = NOW.replace(hour=23)
    async with service.client() as client:
        answer = await client.post(ADDRESS, data=form, headers=OURS)
    assert "Dit token is verlopen." in answer.text


async def test_another_site_cannot_sign_somebody_in(service: WebService) -> None:
    form = {"token": service.token(Role.PROGRAMME_MANAGER)}
    async with service.client(headers={"Sec-Fetch-Site": "cross-site"}) as client:
        answer = await client.post(ADDRESS, data=form)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_signing_out_forgets_the_token(service: WebService) -> None:
    cookies = (await signed_in(service)).cookies
    async with service.client(cookies=cookies) as client:
        answer = await client.post("/planning/afmelden", headers=OURS)
        assert answer.headers["location"] == ADDRESS
        assert (await client.get("/planning/koers")).status_code == 303
