"""Metrics over HTTP, a module per subject."""

from services.metrics.http import (
    baselines,
    counter_hours,
    handling_times,
    products,
    sources,
    transactions,
    uptake,
)

routers = [
    products.router,
    sources.router,
    transactions.router,
    uptake.router,
    counter_hours.router,
    baselines.router,
    handling_times.router,
]
