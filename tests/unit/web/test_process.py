import httpx


async def test_the_figures_of_the_process_are_at_its_root(client: httpx.AsyncClient) -> None:
    await client.get("/planning/v1/news")
    answer = await client.get("/metrics")
    assert 'route="/v1/news"' in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


async def test_the_root_leads_to_the_home_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/planning/koers"


async def test_an_unknown_service_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/another/v1/things")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
