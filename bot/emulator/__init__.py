"""A stand-in of the LINE Platform, for the demo and the tests; it knows nothing of the product.

`mount` puts it into an application, `create_app` makes one of its own.
"""

from flask import Flask

from bot.emulator.api import line_api
from bot.emulator.control import control_api
from bot.emulator.platform import LinePlatform

__all__ = ["LinePlatform", "create_app", "mount"]


def mount(app: Flask, platform: LinePlatform, api_prefix: str = "/emulator/line") -> None:
    """Register the Messaging API below `api_prefix`, the control API, and the phone page."""
    app.register_blueprint(line_api(platform), url_prefix=api_prefix or None)
    app.register_blueprint(control_api(platform))
    try:
        from bot.emulator.phone import phone
    except ModuleNotFoundError as missing:
        if missing.name != "bot.emulator.phone":
            raise
    else:
        app.register_blueprint(phone)


def create_app(platform: LinePlatform) -> Flask:
    """An application that is nothing but the stand-in, with LINE's paths at its root."""
    app = Flask(__name__, static_folder=None)
    mount(app, platform, api_prefix="")
    return app
