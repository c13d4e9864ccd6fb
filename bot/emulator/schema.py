"""The Messaging API's OpenAPI file, compiled into quick checks of JSON bodies.

Goes in: the name of a schema and a decoded JSON value. Comes out: the list of problems,
empty when LINE would take the value. Unknown properties are problems too: LINE drops or
rejects them, and either way the sender meant something that nobody will see.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.emulator.field_limits import FREE_LINKS, LENGTHS, OPENED_LINKS, REQUIRED, Length
from bot.emulator.links import media_fault, opened_fault
from bot.emulator.measure import utf16_units
from bot.emulator.refusals import Problem

Check = Callable[[object, str, list[Problem]], None]
Spec = Mapping[str, Any]

_FILE = Path(__file__).parent / "vendor" / "messaging-api.yml"
_MISSING = "must be specified"


class Schemas:
    """Checks by schema name, compiled at first use."""

    def __init__(self, specs: Mapping[str, Spec]) -> None:
        self._specs = specs
        self._compiled: dict[str, Check] = {}
        self._kinds = dict(_kinds(specs))

    def check(self, name: str, value: object, path: str, problems: list[Problem]) -> None:
        """Add to `problems` what is wrong with `value` as a `name`."""
        self._named(name)(value, path, problems)

    def _named(self, name: str) -> Check:
        if name not in self._compiled:
            self._compiled[name] = self._compile_named(name)
        return self._compiled[name]

    def _compile_named(self, name: str) -> Check:
        spec = self._specs[name]
        if "discriminator" in spec:
            return self._chooser(spec["discriminator"])
        if "allOf" in spec or "properties" in spec:
            return self._object(name)
        return self._compile(spec, name)

    def _chooser(self, discriminator: Spec) -> Check:
        key: str = discriminator["propertyName"]
        targets = {kind: _target(ref) for kind, ref in discriminator["mapping"].items()}
        return _choose(key, {kind: self._reference(name) for kind, name in targets.items()})

    def _reference(self, name: str) -> Check:
        # Looked up at the call, because a box may hold boxes.
        def check(value: object, path: str, problems: list[Problem]) -> None:
            self._named(name)(value, path, problems)

        return check

    def _object(self, name: str) -> Check:
        properties, required = self._flatten(name)
        checks = {key: self._compile(spec, f"{name}.{key}") for key, spec in properties.items()}
        if name in self._kinds:
            checks["type"] = _constant(self._kinds[name])
            required.add("type")
        required.update(REQUIRED.get(name, ()))
        return _object(checks, sorted(required))

    def _flatten(self, name: str) -> tuple[dict[str, Spec], set[str]]:
        spec = self._specs[name]
        properties: dict[str, Spec] = dict(spec.get("properties", {}))
        required = set(spec.get("required", ()))
        for part in spec.get("allOf", ()):
            if "$ref" in part:
                inherited, needed = self._flatten(_target(part["$ref"]))
            else:
                inherited, needed = part.get("properties", {}), set(part.get("required", ()))
            properties.update(inherited)
            required |= needed
        return properties, required

    def _compile(self, spec: Spec, place: str) -> Check:
        if "$ref" in spec:
            return self._reference(_target(spec["$ref"]))
        kind = spec.get("type")
        if kind == "string":
            return _string(spec, place)
        if kind == "array":
            return _array(self._compile(spec["items"], place), spec)
        if kind in ("integer", "number"):
            return _number(spec)
        if kind == "boolean":
            return _boolean
        extra = spec.get("additionalProperties")
        return _map(self._compile(extra, place)) if extra else _anything


@cache
def schemas() -> Schemas:
    """The compiled file, read once for the whole process."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with _FILE.open(encoding="utf-8") as stream:
        document = yaml.load(stream, Loader=loader)  # noqa: S506 - both loaders are safe ones
    return Schemas(document["components"]["schemas"])


def join(path: str, key: str) -> str:
    """The path of a property below `path`, which is empty at the top of a body."""
    return f"{path}.{key}" if path else key


def _target(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]


def _kinds(specs: Mapping[str, Spec]) -> Iterable[tuple[str, str]]:
    for spec in specs.values():
        for kind, ref in spec.get("discriminator", {}).get("mapping", {}).items():
            yield _target(ref), kind


def _choose(key: str, checks: Mapping[str, Check]) -> Check:
    wanted = f"must be one of {sorted(checks)}"

    def check(value: object, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, dict):
            problems.append(Problem("must be an object", path))
            return
        kind = value.get(key)
        chosen = checks.get(kind) if isinstance(kind, str) else None
        if chosen is None:
            problems.append(Problem(_MISSING if kind is None else wanted, join(path, key)))
        else:
            chosen(value, path, problems)

    return check


def _object(checks: Mapping[str, Check], required: list[str]) -> Check:
    def check(value: object, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, dict):
            problems.append(Problem("must be an object", path))
            return
        prefix = f"{path}." if path else ""
        for key, item in value.items():
            known = checks.get(key)
            if known is None:
                problems.append(Problem("unknown property", f"{prefix}{key}"))
            elif item is not None:
                known(item, f"{prefix}{key}", problems)
        for key in required:
            if value.get(key) is None:
                problems.append(Problem(_MISSING, f"{prefix}{key}"))

    return check


def _constant(expected: str) -> Check:
    def check(value: object, path: str, problems: list[Problem]) -> None:
        if value != expected:
            problems.append(Problem(f"must be {expected}", path))

    return check


def _map(item: Check) -> Check:
    def check(value: object, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, dict):
            problems.append(Problem("must be an object", path))
            return
        for key, entry in value.items():
            item(entry, join(path, key), problems)

    return check


def _array(item: Check, spec: Spec) -> Check:
    least, most = spec.get("minItems", 0), spec.get("maxItems")

    def check(value: object, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, list):
            problems.append(Problem("must be an array", path))
            return
        if len(value) < least or (most is not None and len(value) > most):
            problems.append(Problem(f"Size must be between {least} and {most}", path))
        for index, entry in enumerate(value):
            item(entry, f"{path}[{index}]", problems)

    return check


def _string(spec: Spec, place: str) -> Check:
    length = LENGTHS.get(place)
    if length is None and "maxLength" in spec:
        length = Length(spec.get("minLength", 0), spec["maxLength"], utf16_units)
    span = f"Length must be between {length.least} and {length.most}" if length else ""
    fault = _link_fault(spec, place)
    allowed = frozenset(spec.get("enum", ()))
    pattern = re.compile(spec["pattern"]) if "pattern" in spec else None

    def check(value: object, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, str):
            problems.append(Problem("must be a string", path))
        elif allowed and value not in allowed:
            problems.append(Problem(f"must be one of {sorted(allowed)}", path))
        elif length and not fits(value, length):
            problems.append(Problem(span, path))
        elif pattern and not pattern.fullmatch(value):
            problems.append(Problem("invalid value", path))
        elif fault and (wrong := fault(value)):
            problems.append(Problem(wrong, path))

    return check


def fits(text: str, length: Length) -> bool:
    """Whether `text` is within `length`; the exact count is made only when it matters."""
    if len(text) < length.least:
        return False
    # A string has at most two UTF-16 units, and at most one cluster, per code point.
    if 2 * len(text) <= length.most:
        return True
    return length.measure(text) <= length.most


def _link_fault(spec: Spec, place: str) -> Callable[[str], str | None] | None:
    if place in OPENED_LINKS:
        return opened_fault
    if spec.get("format") != "uri" or place in FREE_LINKS:
        return None
    return media_fault


def _number(spec: Spec) -> Check:
    kinds = (int,) if spec["type"] == "integer" else (int, float)
    least, most = spec.get("minimum"), spec.get("maximum")

    def check(value: object, path: str, problems: list[Problem]) -> None:
        if isinstance(value, bool) or not isinstance(value, kinds):
            problems.append(Problem("must be a number", path))
        elif (least is not None and value < least) or (most is not None and value > most):
            problems.append(Problem(f"must be between {least} and {most}", path))

    return check


def _boolean(value: object, path: str, problems: list[Problem]) -> None:
    if not isinstance(value, bool):
        problems.append(Problem("must be a boolean", path))


def _anything(value: object, path: str, problems: list[Problem]) -> None:
    """The file does not say what this is."""
