"""What `doctor` asks LINE: is the token good, does the webhook lead here, what is left to spend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from bot.cli.findings import Finding, bad, note, ok
from bot.config import Settings
from bot.line.client import ContentGone, LineUnavailable, Quota

ENDPOINT = "/v2/bot/channel/webhook/endpoint"
LOW_SHARE = 0.1


class Line(Protocol):
    """What is asked of LINE."""

    def bot_info(self) -> dict[str, Any]: ...

    def get(self, path: str) -> dict[str, Any]: ...

    def quota(self) -> Quota: ...


def line(client: Line, settings: Settings) -> Iterator[Finding]:
    """Token first; when it is refused the rest cannot be asked."""
    try:
        info = client.bot_info()
        yield ok("line.token", name=info.get("displayName"), basic_id=info.get("basicId"))
        yield from _webhook(client, settings)
        yield _quota(client.quota(), settings)
    except (LineUnavailable, ContentGone) as error:
        said = str(error)
        refused = said.startswith(("HTTP 401", "HTTP 403"))
        yield bad("line.refused") if refused else bad("line.away", said=said[:120])


def _webhook(client: Line, settings: Settings) -> Iterator[Finding]:
    wanted = f"{settings.public_url}/callback"
    try:
        found = client.get(ENDPOINT)
    except ContentGone:
        yield bad("webhook.unset", wanted=wanted)
        return
    endpoint = str(found.get("endpoint", ""))
    if endpoint != wanted:
        yield bad("webhook.other", endpoint=endpoint, wanted=wanted)
    elif not found.get("active"):
        yield bad("webhook.off")
    else:
        yield ok("webhook.good", endpoint=endpoint)


def _quota(quota: Quota, settings: Settings) -> Finding:
    limit = quota.limit if settings.message_budget is None else settings.message_budget
    if limit is None:
        return ok("quota.unlimited", used=f"{quota.used:,}")
    left = max(limit - quota.used, 0)
    facts = {"left": f"{left:,}", "limit": f"{limit:,}"}
    if not left:
        return note("quota.gone", **facts)
    return note("quota.low", **facts) if left < limit * LOW_SHARE else ok("quota.good", **facts)
