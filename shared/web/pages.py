"""Pages for people: rendered here, in Dutch, in the layout that all services share."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from shared.web import dutch
from shared.web.access import Caller, Role
from shared.web.problems import Problem
from shared.web.routes import RuledRoute, path_in_service
from shared.web.static_files import StaticFiles

TEMPLATES = Path(__file__).with_name("templates")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WITHOUT_PAGES = ("/v1", "/health", "/static")


class PageRoute(RuledRoute):
    """A route for people. Its errors are pages, and who is not signed in is asked to."""


class PageRouter(APIRouter):
    """The pages of one subject; not in the OpenAPI document."""

    def __init__(self) -> None:
        super().__init__(
            route_class=PageRoute,
            redirect_slashes=False,
            include_in_schema=False,
            default_response_class=HTMLResponse,
        )


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link in the header of every page, for callers with one of the roles.

    The address starts at the root of all services.
    """

    label: str
    address: str
    roles: frozenset[Role]


class Pages:
    """Renders templates: those of the service, then the shared ones."""

    def __init__(
        self,
        *,
        service: str,
        municipality: str,
        templates: Path | None,
        navigation: Sequence[NavigationItem],
    ) -> None:
        self._service = service
        self._municipality = municipality
        self._navigation = tuple(navigation)
        self.static = StaticFiles()
        folders = [folder for folder in (templates, TEMPLATES) if folder is not None]
        self.environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        for render in (
            dutch.number,
            dutch.percent,
            dutch.day,
            dutch.moment,
            dutch.week,
            dutch.period,
        ):
            self.environment.filters[render.__name__] = render

    def prefix(self, request: Request) -> str:
        """What a gateway may have put before the addresses of all services."""
        return str(request.scope.get("root_path", "")).removesuffix(f"/{self._service}")

    def render(self, request: Request, template: str, context: dict[str, object]) -> str:
        """The HTML of a template.

        Besides its context it knows the caller, the navigation and its own address.
        """
        base = str(request.scope.get("root_path", ""))
        prefix = self.prefix(request)
        caller: Caller | None = getattr(request.state, "caller", None)
        return self.environment.get_template(template).render(
            context,
            base=base,
            caller=caller,
            municipality=self._municipality,
            navigation=[
                (item.label, prefix + item.address, prefix + item.address == request.url.path)
                for item in self._navigation
                if caller is not None and item.roles & caller.roles
            ],
            static=partial(self.static.address, base),
        )


def page(
    request: Request, template: str, /, *, status_code: int = 200, **context: object
) -> HTMLResponse:
    """The page of a template of the service that is asked."""
    pages: Pages = request.app.state.pages
    return HTMLResponse(pages.render(request, template, context), status_code)


def csv_answer(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str | float | None]]
) -> Response:
    """A table as a file that a Dutch spreadsheet opens well.

    Semicolons, decimal commas, unknown left empty, and no text that it would take for a formula.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(_cell(name) for name in header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return Response(
        lines.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(value).replace(".", ",")


def wants_page(request: Request) -> bool:
    """Whether an error is shown as a page: on a page's route, or to a browser that is lost."""
    route = request.scope.get("route")
    if isinstance(route, RuledRoute):
        return isinstance(route, PageRoute)
    is_page_address = not path_in_service(request).startswith(WITHOUT_PAGES)
    return is_page_address and "text/html" in request.headers.get("accept", "")


def problem_page(request: Request, problem: Problem) -> Response:
    """The problem as a page; for who is not signed in, the way to the page where that is done."""
    if problem.status_code == 401 and request.method == "GET":
        return _to_sign_in(request)
    response = page(request, "problem.html", status_code=problem.status_code, problem=problem)
    response.headers.update(problem.headers or {})
    return response


def _to_sign_in(request: Request) -> Response:
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"{request.scope.get('root_path', '')}/aanmelden?naar={quote(target, safe='')}"
    return RedirectResponse(address, status_code=303)
