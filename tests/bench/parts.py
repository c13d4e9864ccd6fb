"""One part of the product at work on a backlog: `python -m tests.bench.parts worker|sender`.

Prints `ready`, waits for a line on stdin, works until there is nothing left, prints what it did
and when (monotonic).
"""

from __future__ import annotations

import json
import sys
import threading
import time

from bot import config, texts
from bot.service import Service
from handlers import outbox


def drain(service: Service) -> int:
    """Work off the inbox."""
    worker, done, idle = service.worker(), 0, 0
    while idle < 3:
        worked = worker.work_once()
        done += worked
        # With two workers a look can find every chat in the other's hands.
        idle = 0 if worked else idle + 1
        if not worked:
            time.sleep(0.01)
    return done


def send(service: Service) -> int:
    """Send the outbox by the sender's own loop."""
    stopping = threading.Event()
    with service.database.reading() as session:
        before = outbox.counts(session)
    thread = threading.Thread(target=service.sender().run, args=(stopping,))
    thread.start()
    while _queued(service):
        time.sleep(0.1)
    stopping.set()
    service.database.bells.ring("outbox")
    thread.join()
    with service.database.reading() as session:
        after = outbox.counts(session)
    return after.get("accepted", 0) - before.get("accepted", 0)


def _queued(service: Service) -> int:
    with service.database.reading() as session:
        return outbox.counts(session).get("queued", 0)


def main() -> None:
    texts.load()
    service = Service(config.load())
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    done = {"worker": drain, "sender": send}[sys.argv[1]](service)
    print(json.dumps({"done": done, "began": began, "ended": time.monotonic()}), flush=True)


if __name__ == "__main__":
    main()
