"""Chapter 2: which products there are, which sources report them, and how long each one takes."""

import asyncio

from deploy.demo.municipality import Product
from deploy.demo.stage import Stage
from shared.contracts.channels import Channel
from shared.web.access import Role

NORM_DAYS = 10


async def fill_catalogue(stage: Stage) -> None:
    """Register products, handling times, and sources with what is expected of them."""
    operator = stage.api.acting(Role.OPERATOR)
    products = stage.municipality.products
    await asyncio.gather(*(_add(stage, key, product) for key, product in products.items()))
    for name, source in stage.municipality.sources.items():
        await operator.post(
            "/metrics/v1/sources",
            name=name,
            title=source.title,
            periodKind="week",
            normDays=NORM_DAYS,
        )
        path = f"/metrics/v1/sources/{name}"
        await operator.put(
            f"{path}/expectations",
            version_of=path,
            expectations=[
                {"product": key, "channels": channels, "since": _first_day(stage)}
                for key, product in products.items()
                if (
                    channels := [
                        channel for channel in source.channels if channel in product.shares
                    ]
                )
            ],
        )
    stage.say(f"{len(products)} producten en {len(stage.municipality.sources)} bronnen aangemeld")


def _first_day(stage: Stage) -> str:
    return stage.monday(-stage.municipality.weeks_of_history).isoformat()


async def _add(stage: Stage, key: str, product: Product) -> None:
    manager = stage.programme_manager
    await manager.post(
        "/metrics/v1/products",
        key=key,
        digitallyPossible=product.online,
        offeredOnline=Channel.WEB in product.shares,
    )
    ways = [(channel, False) for channel in product.shares]
    ways += [(Channel.WEB, True)] if product.assisted else []
    for channel, assisted in ways:
        minutes = product.minutes_of(channel, assisted=assisted)
        await manager.post(
            "/metrics/v1/handling-times",
            product=key,
            channel=channel,
            assisted=assisted,
            minutes=minutes.minutes,
            low=minutes.low,
            high=minutes.high,
            validFrom=_first_day(stage),
            statedBy=stage.municipality.minutes_stated_by,
            statedOn=_first_day(stage),
        )
