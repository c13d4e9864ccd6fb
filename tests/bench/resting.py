"""Figure 5: start and memory."""

from __future__ import annotations

import subprocess
import uuid
from pathlib import Path

from bot import config
from bot.database import Database
from bot.sender import utc_now
from handlers import demo
from handlers.context import Actor, Context
from handlers.questions import Office
from tests.bench import product
from tests.bench.ack import load
from tests.bench.databases import new_database
from tests.bench.report import figure, title

QUESTIONS = ["นักเรียนทั้งหมดกี่คน", "นักเรียนหญิงชั้น ป.1 กี่คน", "จำนวนโรงเรียน", "เมนู"]


def measure(folder: Path) -> None:
    """Start it on an office with data, look, ask 200 questions, look again."""
    title("5. Start and memory, SQLite, an office of about 120 schools")
    port = product.free_port()
    with new_database("sqlite", folder) as url, product.stand_in() as line:
        env = product.settings(url, folder, line)
        _furnish(url)
        with product.running(["bot", "serve", "--port", str(port)], env,
                             stdout=subprocess.DEVNULL) as process:  # fmt: skip
            figure("process start to ready", product.wait_until(port), "s", most=3)
            _tell("at rest", process.pid)
            load(shape="open", port=port, run=uuid.uuid4().hex[:12], count=200, rate=20,
                 texts=QUESTIONS)  # fmt: skip
            _tell("after 200 questions in text", process.pid)


def _furnish(url: str) -> None:
    database = Database(url)
    with database.transaction() as session:
        ctx = Context(session, utc_now(), Actor("bench"))
        demo.populate(ctx, Office(config.DEMO_OFFICE_CODE, config.DEMO_OFFICE_NAME))
    database.close()


def _tell(when: str, pid: int) -> None:
    rss, pss = product.memory(pid)
    figure(f"memory {when} (RSS)", rss, "MB", most=250)
    figure(f"memory {when} (PSS)", pss, "MB")
