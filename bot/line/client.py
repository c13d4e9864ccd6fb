"""The only place that speaks to LINE, through the official SDK's transport.

The body of a message is sent exactly as it was frozen in the outbox: the SDK's typed models drop
properties they do not know, so requests go out as plain JSON. Timeouts are always given (the SDK
has none), hidden retries are off (our retries have keys and rules), one client keeps the
connections of all threads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import urllib3

from handlers.outcomes import Answer, Verdict

if TYPE_CHECKING:
    from linebot.v3.messaging.exceptions import ApiException
    from linebot.v3.messaging.rest import RESTClientObject

#: Seconds to connect and to wait for an answer; a lease (30 s) outlasts them together.
TIMEOUT = (3.0, 10.0)
CONTENT_TIMEOUT = (3.0, 8.0)


class LineUnavailable(Exception):
    """LINE could not be asked; later it may."""


class ContentGone(Exception):
    """The photo or file does not exist any more (404, or 410 after an unsend)."""


class ContentNotReady(Exception):
    """LINE is still preparing the file (202)."""


@dataclass(frozen=True)
class Quota:
    """The month's paid messages: `limit` None = no limit; `used` is LINE's approximate count."""

    limit: int | None
    used: int


class Line(Protocol):
    """What the rest of the product may ask of LINE."""

    def reply(self, token: str, messages: list[dict[str, Any]]) -> Answer: ...

    def push(self, to: str, messages: list[dict[str, Any]], retry_key: str) -> Answer: ...

    def multicast(
        self, to: list[str], messages: list[dict[str, Any]], retry_key: str
    ) -> Answer: ...

    def content(self, message_id: str, most: int) -> tuple[str, bytes]: ...

    def quota(self) -> Quota: ...

    def bot_info(self) -> dict[str, Any]: ...

    def members(self, chat_key: str) -> int: ...


class LineClient:
    """LINE's Messaging API at the two given addresses."""

    def __init__(self, api_base: str, data_base: str, token: str, threads: int = 16) -> None:
        self._token, self._threads = token, threads
        self._api, self._data = api_base, data_base
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def load(self) -> None:
        """Load the SDK, which takes a second that no start and no command should wait for; the
        first call does it else."""
        _ = self._rest

    @cached_property
    def _rest(self) -> RESTClientObject:
        from linebot.v3.messaging import ApiClient, Configuration

        configuration = Configuration(host=self._api, access_token=self._token)
        configuration.retries = urllib3.Retry(0, redirect=0)
        configuration.connection_pool_maxsize = self._threads + 4
        return ApiClient(configuration).rest_client

    def reply(self, token: str, messages: list[dict[str, Any]]) -> Answer:
        """Use a reply token. A retry key would be refused here, so none is sent."""
        return self._send("/v2/bot/message/reply", {"replyToken": token, "messages": messages}, {})

    def push(self, to: str, messages: list[dict[str, Any]], retry_key: str) -> Answer:
        """Send a paid message. The same key within 24 hours sends it once."""
        return self._send(
            "/v2/bot/message/push",
            {"to": to, "messages": messages},
            {"X-Line-Retry-Key": retry_key},
        )

    def multicast(self, to: list[str], messages: list[dict[str, Any]], retry_key: str) -> Answer:
        """Send the same paid message to 500 people at the most, in one call."""
        return self._send(
            "/v2/bot/message/multicast",
            {"to": to, "messages": messages},
            {"X-Line-Retry-Key": retry_key},
        )

    def _send(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        try:
            response = self._rest.request(
                "POST",
                self._api + path,
                headers=self._headers | headers,
                body=body,
                _request_timeout=TIMEOUT,
            )
        except _api_exception() as error:
            return verdict_of(error)
        except urllib3.exceptions.HTTPError as error:
            return Answer(_network_verdict(error), detail=type(error).__name__)
        return Answer(
            Verdict.TAKEN,
            request_id=response.getheader("x-line-request-id"),
            sent_ids=_sent_ids(response.data),
        )

    def content(self, message_id: str, most: int) -> tuple[str, bytes]:
        """The type and bytes of a photo or file, `most` + 1 bytes at the most.

        Raises ContentGone, ContentNotReady or LineUnavailable.
        """
        with self._reaching():
            response = self._rest.request(
                "GET",
                f"{self._data}/v2/bot/message/{message_id}/content",
                headers=dict(self._headers),
                _preload_content=False,
                _request_timeout=CONTENT_TIMEOUT,
            )
            try:
                if response.status == 202:
                    raise ContentNotReady(message_id)
                kind = response.headers.get("Content-Type", "application/octet-stream")
                return kind.split(";")[0].strip().lower(), response.read(most + 1)
            finally:
                response.close()

    def quota(self) -> Quota:
        """This month's limit and use. Raises LineUnavailable."""
        limit = self.get("/v2/bot/message/quota")
        used = self.get("/v2/bot/message/quota/consumption")
        value = limit.get("value") if limit.get("type") == "limited" else None
        return Quota(value, int(used.get("totalUsage", 0)))

    def bot_info(self) -> dict[str, Any]:
        """The bot's own name and ID; proves the token. Raises LineUnavailable."""
        return self.get("/v2/bot/info")

    def members(self, chat_key: str) -> int:
        """How many people are in a group or room, the account itself left out. Raises
        LineUnavailable, ContentGone (the account is not in it)."""
        kind = "room" if chat_key.startswith("R") else "group"
        found = self.get(f"/v2/bot/{kind}/{quote(chat_key, safe='')}/members/count").get("count")
        if not isinstance(found, int):
            raise LineUnavailable("no count")
        return found

    def get(self, path: str) -> dict[str, Any]:
        """One JSON object from the Messaging API. Raises LineUnavailable, ContentGone."""
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call with a JSON answer. Raises LineUnavailable, ContentGone."""
        with self._reaching():
            response = self._rest.request(
                method,
                self._api + path,
                headers=dict(self._headers),
                body=body,
                _request_timeout=TIMEOUT,
            )
            found = json.loads(response.data or b"{}")
        return found if isinstance(found, dict) else {}

    def upload(self, path: str, content_type: str, content: bytes) -> None:
        """Send a file to the data address. Raises LineUnavailable."""
        with self._reaching():
            self._rest.request(
                "POST",
                self._data + path,
                headers=self._headers | {"Content-Type": content_type},
                body=content,
                _request_timeout=TIMEOUT,
            )

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except _api_exception() as error:
            if error.status in (404, 410):
                raise ContentGone(str(error.status)) from error
            raise LineUnavailable(f"HTTP {error.status}: {_message(error)}") from error
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise LineUnavailable(type(error).__name__) from error


def _api_exception() -> Any:
    """What the SDK raises for an answer that is no success."""
    from linebot.v3.messaging.exceptions import ApiException

    return ApiException


def verdict_of(error: ApiException) -> Answer:
    """What an error answer of LINE's means for the message (LINE reference, "Error messages")."""
    said = _message(error)
    headers = error.headers or {}
    if error.status == 409:
        return Answer(
            Verdict.TAKEN_BEFORE,
            request_id=headers.get("x-line-accepted-request-id"),
            sent_ids=_sent_ids(error.body),
        )
    request_id = headers.get("x-line-request-id")
    return Answer(
        _verdict(error.status, said), detail=f"{error.status} {said}", request_id=request_id
    )


def _verdict(status: int, said: str) -> Verdict:
    if status == 429:
        return _which_429(said.lower())
    if status in (401, 403):
        return Verdict.UNAUTHORIZED
    if status >= 500 or status == 0:
        return Verdict.UNCERTAIN
    if status == 400 and "invalid reply token" in said.lower():
        return Verdict.BAD_TOKEN
    return Verdict.REFUSED


def _which_429(said: str) -> Verdict:
    """The four meanings of 429 are told apart by LINE's sentence alone."""
    if "monthly limit" in said:
        return Verdict.MONTHLY_LIMIT
    if "audience" in said or "concurrent" in said:
        return Verdict.CONCURRENCY
    if "user" in said and "rate" not in said:
        return Verdict.ONE_USER_LIMIT
    return Verdict.RATE_LIMIT


def _network_verdict(error: urllib3.exceptions.HTTPError) -> Verdict:
    reason = getattr(error, "reason", None) or error
    never_left = (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.NameResolutionError,
        urllib3.exceptions.SSLError,
    )
    return Verdict.NOT_SENT if isinstance(reason, never_left) else Verdict.UNCERTAIN


def _message(error: ApiException) -> str:
    body = error.body
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")
    try:
        found = json.loads(text)
    except ValueError:
        return text[:200]
    if not isinstance(found, dict):
        return text[:200]
    details = found.get("details") or []
    first = details[0] if isinstance(details, list) and details else {}
    extra = (
        f" ({first.get('property')}: {first.get('message')})"
        if isinstance(first, dict) and first
        else ""
    )
    return f"{found.get('message', '')}{extra}"[:280]


def _sent_ids(body: bytes | str | None) -> list[str]:
    try:
        found = json.loads(body or b"{}")
        return [str(sent["id"]) for sent in found.get("sentMessages", [])]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
