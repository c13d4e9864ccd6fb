"""`python -m bot.emulator`: the stand-in alone, for load tests and for trying a bot by hand."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from waitress import serve

from bot.emulator import LinePlatform, create_app
from bot.emulator.limits import Limits


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the stand-in until it is stopped."""
    options = _parser().parse_args(arguments)
    limits = Limits(monthly=None if options.monthly < 0 else options.monthly)
    platform = LinePlatform(
        options.secret,
        options.token,
        options.webhook,
        seed=options.seed,
        limits=limits,
        state_file=options.state,
    )
    try:
        serve(create_app(platform), host=options.host, port=options.port, threads=options.threads)
    finally:
        platform.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.emulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=9000, help="port to listen on")
    parser.add_argument("--webhook", help="address of the bot's webhook")
    parser.add_argument("--secret", required=True, help="channel secret that signs webhooks")
    parser.add_argument("--token", required=True, help="access token that callers must show")
    parser.add_argument(
        "--monthly", type=int, default=300, help="paid messages a month; -1: no limit"
    )
    parser.add_argument("--state", type=Path, help="file that keeps the chats for next time")
    parser.add_argument("--seed", type=int, help="makes ids and chance repeatable")
    parser.add_argument("--threads", type=int, default=16, help="requests served at a time")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
