"""The municipality's catalogue of products."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.figures import DigitallyPossible
from services.metrics.tables import products
from shared.refusal import NotFound, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Product:
    """A product; `key` is the last segment of its URI in the UPL.

    `offered_online` None says that it is not known yet.
    """

    key: str
    name: str
    digitally_possible: DigitallyPossible
    offered_online: bool | None


async def add_product(connection: AsyncConnection, product: Product) -> None:
    """Put a product in the catalogue.

    Raises:
        Refusal: it is there already.
    """
    added = await connection.scalar(
        insert(products)
        .values(key=product.key, **_values(product))
        .on_conflict_do_nothing()
        .returning(products.c.key)
    )
    if added is None:
        raise Refusal(Reason("product-exists", "Dit product staat al in de productcatalogus."))


async def change_product(connection: AsyncConnection, product: Product) -> None:
    """Change what is known of a product.

    Raises:
        NotFound: it is not in the catalogue.
    """
    changed = await connection.execute(
        update(products)
        .where(products.c.key == product.key)
        .values(version=products.c.version + 1, **_values(product))
    )
    if changed.rowcount == 0:
        raise NotFound(Reason("unknown-product", "Dit product staat niet in de productcatalogus."))


def _values(product: Product) -> dict[str, str | bool | None]:
    return {
        "name": product.name,
        "digitally_possible": product.digitally_possible.value,
        "offered_online": product.offered_online,
    }
