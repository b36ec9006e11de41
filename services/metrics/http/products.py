"""The catalogue of products over HTTP, and definition M2 over it."""

from typing import Annotated

from fastapi import Path, Response

from services.metrics.commands.products import Product, add_product, change_product
from services.metrics.domain.figures import MEANINGS, DigitallyPossible, offer
from services.metrics.http.figures import Ratio, ratio
from services.metrics.http.roles import Manager, Staff
from services.metrics.queries import catalogue
from services.metrics.tables import idempotency
from shared.contracts.vocabulary import ProductKey, Text
from shared.database import transaction
from shared.products import official_names
from shared.refusal import Reason, Refusal
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Producten"])

PathKey = Annotated[ProductKey, Path(alias="key")]


class ProductBody(Body):
    """What is known of a product."""

    name: Text
    digitally_possible: DigitallyPossible
    offered_online: bool | None


class NewProductBody(Body):
    """A product to add; without a name it gets its official name."""

    key: ProductKey
    name: Text | None = None
    digitally_possible: DigitallyPossible
    offered_online: bool | None


class ProductAnswer(Resource):
    """A product in the catalogue."""

    key: str
    name: str
    digitally_possible: DigitallyPossible
    offered_online: bool | None
    version: int


class OfficialProduct(Resource):
    """A product of civil affairs by its official name in the UPL."""

    key: str
    name: str


class OfficialProducts(Resource):
    """All official names that ship along."""

    items: list[OfficialProduct]


class Offer(Resource):
    """Definition M2: over the products that can be online by law, and over all of them."""

    digitally_possible: Ratio
    all_products: Ratio


class DefinitionAnswer(Resource):
    """A definition, by the id that travels along with its figures."""

    id: str
    meaning: str


class Definitions(Resource):
    """All definitions."""

    items: list[DefinitionAnswer]


@router.get("/official-products", summary="Officiële productnamen opvragen")
async def list_official_products(caller: Staff) -> OfficialProducts:
    """The names of the UPL."""
    names = official_names()
    return OfficialProducts(
        items=[OfficialProduct(key=key, name=name) for key, name in names.items()]
    )


@router.get("/definitions", summary="Definities van de cijfers opvragen")
async def list_definitions(caller: Staff) -> Definitions:
    """What each figure means."""
    return Definitions(
        items=[
            DefinitionAnswer(id=definition, meaning=meaning)
            for definition, meaning in MEANINGS.items()
        ]
    )


@router.get("/offer", summary="Aanbodpercentage opvragen")
async def get_offer(engine: Engine, caller: Staff) -> Offer:
    """How much of the catalogue is offered online."""
    async with transaction(engine) as connection:
        possible, every = offer(await catalogue.offerings(connection))
    return Offer(digitally_possible=ratio(possible), all_products=ratio(every))


@router.get("/products", summary="Producten opvragen")
async def list_products(paging: Paging, engine: Engine, caller: Staff) -> Page[ProductAnswer]:
    """The catalogue by key."""
    after = paging.after(str)
    async with transaction(engine) as connection:
        found = await catalogue.list_products(
            connection, after=after[0] if after else None, limit=paging.limit + 1
        )
    return paging.page(
        [ProductAnswer.model_validate(product) for product in found],
        key=lambda product: (product.key,),
    )


@router.get("/products/{key}", response_model=ProductAnswer, summary="Product opvragen")
async def get_product(key: PathKey, engine: Engine, caller: Staff) -> Response:
    """One product."""
    async with transaction(engine) as connection:
        found = await catalogue.product(connection, key)
    return answered(ProductAnswer.model_validate(found), version=found.version)


@router.post(
    "/products", status_code=201, response_model=ProductAnswer, summary="Product toevoegen"
)
async def post_product(
    body: NewProductBody, idempotency_key: RequestKey, engine: Engine, now: Now, caller: Manager
) -> Response:
    """Put a product in the catalogue."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            name = body.name or official_names().get(body.key)
            if name is None:
                raise Refusal(
                    Reason("name-missing", "Geef een naam op: dit is geen UPL-product.", "name")
                )
            await add_product(
                connection,
                Product(body.key, name, body.digitally_possible, body.offered_online),
            )
            found = await catalogue.product(connection, body.key)
            return created(ProductAnswer.model_validate(found), body.key, version=found.version)

        return await idempotency.once(connection, idempotency_key, now, effect)


@router.put("/products/{key}", response_model=ProductAnswer, summary="Product wijzigen")
async def put_product(
    key: PathKey, body: ProductBody, if_match: IfMatch, engine: Engine, caller: Manager
) -> Response:
    """Change what is known of a product."""
    async with transaction(engine) as connection:
        if_match.check((await catalogue.product(connection, key, lock=True)).version)
        await change_product(
            connection, Product(key, body.name, body.digitally_possible, body.offered_online)
        )
        found = await catalogue.product(connection, key)
    return answered(ProductAnswer.model_validate(found), version=found.version)
