"""Hears every public event of Draagvlak once and in order. Copy it and write your own `handle`.

Environment: NAME, BROKER and API (URLs), TOKEN_FILE, STATE (an SQLite file), SERVICES (else all).
"""

import json
import os
import sqlite3
from pathlib import Path
from urllib.request import Request, urlopen

import pika

QUEUE = f"sub.{os.environ['NAME']}.events"
state = sqlite3.connect(os.environ["STATE"])
state.execute("CREATE TABLE IF NOT EXISTS heard (service PRIMARY KEY, sequence)")
state.execute("CREATE TABLE IF NOT EXISTS journal (id, event)")


def handle(event):
    """Your own work, in the transaction that also moves the position: so it happens once."""
    state.execute("INSERT INTO journal VALUES (?, ?)", (event["id"], json.dumps(event)))


def position(service):
    return dict(state.execute("SELECT service, sequence FROM heard")).get(service, 0)


def accept(service, event):
    """Handle an event that is new: a sequence that was passed is an event that was heard."""
    if (sequence := int(event["sequence"])) > position(service):
        with state:
            handle(event)
            state.execute("REPLACE INTO heard VALUES (?, ?)", (service, sequence))


def catch_up(service):
    """Read what was missed from the feed, until there is nothing newer."""
    token, events = Path(os.environ["TOKEN_FILE"]).read_text().strip(), True
    while events:
        url = f"{os.environ['API']}/{service}/v1/events?after={position(service)}"
        request = Request(url, headers={"Authorization": f"Bearer {token}"})
        events = json.load(urlopen(request, timeout=30))["events"]
        for event in events:
            accept(service, event)


channel = pika.BlockingConnection(pika.URLParameters(os.environ["BROKER"])).channel()
channel.basic_qos(prefetch_count=100)  # the rest waits at the broker, not in memory
channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
for name in os.environ.get("SERVICES", "planning engagement metrics").split():
    channel.queue_bind(QUEUE, "draagvlak.events", f"{name}.#")  # first: nothing is missed
    catch_up(name)
for method, _, body in channel.consume(QUEUE):
    event = json.loads(body)
    name = event["source"].rpartition("-")[2]
    if int(event["sequence"]) > position(name) + 1:
        catch_up(name)
    accept(name, event)
    channel.basic_ack(method.delivery_tag)
