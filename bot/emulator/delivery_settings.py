"""How webhooks are delivered: the switches that the control API offers."""

from dataclasses import asdict, dataclass, fields

from bot.emulator.refusals import Json

_JSON_NAMES = {
    "redelivery": "redelivery",
    "redelivery_attempts": "redeliveryAttempts",
    "redelivery_seconds": "redeliverySeconds",
    "duplicates": "duplicates",
    "out_of_order": "outOfOrder",
    "jitter_ms": "jitterMs",
    "batch": "batch",
    "standby": "standby",
    "anonymous": "anonymous",
    "hold": "hold",
    "workers": "workers",
    "timeout_ms": "timeoutMs",
    "mark_as_read": "markAsRead",
    "content_seconds": "contentSeconds",
}


class BadSetting(ValueError):
    """A setting that there is not, or a value that it cannot have."""


@dataclass
class DeliverySettings:
    """All switches, with LINE's own defaults.

    `duplicates` and `out_of_order` are probabilities; `jitter_ms` is how late such an event
    comes at most; `batch` is how many waiting events share one POST; `anonymous` hides who
    acts in groups; `hold` keeps events back until it is switched off; more than one of
    `workers` gives up the order; `mark_as_read` is `auto` or `manual`; `content_seconds` is
    how long a film or sound is being prepared.
    """

    redelivery: bool = False
    redelivery_attempts: int = 5
    redelivery_seconds: float = 1.0
    duplicates: float = 0.0
    out_of_order: float = 0.0
    jitter_ms: int = 300
    batch: int = 1
    standby: bool = False
    anonymous: bool = False
    hold: bool = False
    workers: int = 1
    timeout_ms: int = 2_000
    mark_as_read: str = "auto"
    content_seconds: float = 0.0

    def change(self, changes: Json) -> None:
        """Set what `changes` names, by its JSON names. Raises BadSetting, changing nothing."""
        names = {shown: name for name, shown in _JSON_NAMES.items()}
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        accepted: dict[str, object] = {}
        for shown, value in changes.items():
            if shown not in names:
                raise BadSetting(f"there is no delivery setting {shown}")
            accepted[names[shown]] = _typed(shown, value, kinds[names[shown]])
        for name, value in accepted.items():
            setattr(self, name, value)

    def public(self) -> Json:
        """The settings by their JSON names."""
        return {_JSON_NAMES[name]: value for name, value in asdict(self).items()}


def _typed(shown: str, value: object, kind: type) -> object:
    if kind is bool and isinstance(value, bool):
        return value
    if kind is str and value in ("auto", "manual"):
        return value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind in (int, float) and number and isinstance(value, int | float) and value >= 0:
        if shown in ("batch", "workers") and value < 1:
            raise BadSetting(f"{shown} must be at least 1")
        return kind(value)
    raise BadSetting(f"{shown} cannot be {value!r}")
