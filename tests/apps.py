"""The two Flask applications of a test. Compiling their routes takes longer than most tests do, so
that is done once: a test's application has the routes of the first, and what it serves is its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Map

from bot.app import create_app
from bot.emulator import LinePlatform
from bot.emulator import create_app as create_emulator
from handlers import forms

_ROUTES: dict[str, Map] = {}
_load = forms.load
_shipped = cache(_load)


class _Unread(Map):
    """Routes that are not even looked at: the first application's take their place."""

    def add(self, _rule: Any) -> None:
        """Nothing."""


def _made(kind: str, make: Callable[[], Flask]) -> Flask:
    if kind not in _ROUTES:
        _ROUTES[kind] = make().url_map
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_map_class", _Unread)
        app = make()
    app.url_map = _ROUTES[kind]
    return app


def office_app(*given: Any, **how: Any) -> Flask:
    """What `bot.app.create_app` makes of these."""
    with pytest.MonkeyPatch.context() as patch:
        # The shipped forms do not change while tests run; an office's own may.
        patch.setattr(forms, "load", lambda own: _load(own) if own.is_dir() else _shipped())
        return _made("office", lambda: create_app(*given, **how))


def emulator_app(platform: LinePlatform) -> Flask:
    """What `bot.emulator.create_app` makes of it."""
    return _made("emulator", lambda: create_emulator(platform))
