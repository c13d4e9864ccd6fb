"""How the stand-in says no: one problem of a body, and the refusal of a whole request."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Json = dict[str, object]


class Problem(NamedTuple):
    """One fault of a request body, at one property path such as `messages[0].text`."""

    message: str
    property: str


class Refusal(Exception):
    """A request that LINE answers with an error.

    `invalid` tells a body that breaks LINE's rules for messages from a request refused for
    another reason (a spent token, a full quota).
    """

    def __init__(
        self,
        status: int,
        message: str,
        problems: Sequence[Problem] = (),
        *,
        headers: Mapping[str, str] | None = None,
        extra: Json | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.problems = list(problems)
        self.headers = dict(headers or {})
        self.extra = extra or {}

    @property
    def invalid(self) -> bool:
        """True when the body itself was at fault."""
        return bool(self.problems) or self.status == 413

    def body(self) -> Json:
        """The error as LINE words it: a message and, for a bad body, its details."""
        body: Json = {"message": self.message, **self.extra}
        if self.problems:
            body["details"] = [problem._asdict() for problem in self.problems]
        return body


def invalid_body(problems: Sequence[Problem]) -> Refusal:
    """The refusal of a body that has these problems (400)."""
    return Refusal(400, f"The request body has {len(problems)} error(s)", problems)


def not_found() -> Refusal:
    """The refusal of something that is not there (404)."""
    return Refusal(404, "Not found")
