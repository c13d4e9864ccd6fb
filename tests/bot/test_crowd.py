"""Many readers of the pages leave room for LINE's calls."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from bot.pages.open_data import crowd


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application whose only place can be taken."""
    monkeypatch.setattr(crowd, "stop", lambda status: Flask.response_class("full", status))
    app, pages = Flask("test"), Blueprint("pages", "test")
    crowd.limit(pages)
    pages.add_url_rule("/page", "page", view_func=lambda: "read")
    pages.add_url_rule("/fault", "fault", view_func=lambda: str(1 // 0))
    app.register_blueprint(pages)
    app.add_url_rule("/callback", view_func=lambda: "heard")
    return app


def test_who_comes_when_all_places_are_taken_is_told_to_come_again(full: Flask) -> None:
    visitor = full.test_client()
    taken = [crowd._PLACES.acquire(blocking=False) for _ in range(crowd.MOST)]
    assert all(taken)
    try:
        answer = visitor.get("/page")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, crowd.RETRY_AFTER)
        assert visitor.get("/callback").text == "heard"
    finally:
        for _ in taken:
            crowd._PLACES.release()
    assert visitor.get("/page").text == "read"


def test_a_place_is_free_again_after_every_page_also_after_a_fault(full: Flask) -> None:
    visitor = full.test_client()
    for _ in range(2 * crowd.MOST):
        assert visitor.get("/fault").status_code == 500
        assert visitor.get("/page").status_code == 200
