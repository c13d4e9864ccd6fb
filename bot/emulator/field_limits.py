"""What LINE demands of single fields beyond its OpenAPI file, one table per kind of demand.

Keys are `Schema.property` with the concrete schema's name, as in the vendored file.
Source: the Messaging API reference (message, action and rich menu objects).
"""

from dataclasses import dataclass

from bot.emulator.measure import Measure, graphemes, utf16_units


@dataclass(frozen=True, slots=True)
class Length:
    """Least and greatest length of a string, and the unit it is counted in."""

    least: int
    most: int
    measure: Measure = utf16_units


_LABELISH = Length(1, 300, graphemes)
_ALT_TEXT = Length(1, 1500)

LENGTHS: dict[str, Length] = {
    "TextMessage.text": Length(1, 5000),
    "TextMessageV2.text": Length(1, 5000),
    "FlexMessage.altText": _ALT_TEXT,
    "TemplateMessage.altText": _ALT_TEXT,
    "ImagemapMessage.altText": _ALT_TEXT,
    "LocationMessage.title": Length(1, 100),
    "LocationMessage.address": Length(1, 100),
    "VideoMessage.trackingId": Length(1, 100),
    "Sender.name": Length(1, 20),
    "PostbackAction.data": Length(1, 300),
    "PostbackAction.displayText": _LABELISH,
    "PostbackAction.text": _LABELISH,
    "PostbackAction.fillInText": _LABELISH,
    "MessageAction.text": _LABELISH,
    "DatetimePickerAction.data": Length(1, 300),
    "RichMenuSwitchAction.data": Length(1, 300),
    "RichMenuSwitchAction.richMenuAliasId": Length(1, 32),
    "ButtonsTemplate.title": Length(1, 40, graphemes),
    "CarouselColumn.title": Length(1, 40, graphemes),
    "ConfirmTemplate.text": Length(1, 240, graphemes),
    "MessageImagemapAction.text": Length(1, 400),
    "RichMenuRequest.name": Length(1, 300, graphemes),
    "RichMenuRequest.chatBarText": Length(1, 14, graphemes),
}

# The file leaves these optional; the reference calls them required.
REQUIRED: dict[str, tuple[str, ...]] = {
    "MessageAction": ("text",),
    "PostbackAction": ("data",),
    "URIAction": ("uri",),
    "DatetimePickerAction": ("data", "mode"),
    "RichMenuSwitchAction": ("richMenuAliasId", "data"),
    "QuickReply": ("items",),
    "QuickReplyItem": ("action",),
    "FlexSpan": ("text",),
    "FlexBoxLinearGradient": ("angle", "startColor", "endColor"),
    "RichMenuRequest": ("size", "selected", "name", "chatBarText", "areas"),
    "RichMenuSize": ("width", "height"),
    "RichMenuArea": ("bounds", "action"),
    "RichMenuBounds": ("x", "y", "width", "height"),
}

# Links that a person opens may use more schemes than pictures may.
OPENED_LINKS = frozenset(
    {"URIAction.uri", "ImagemapExternalLink.linkUri", "URIImagemapAction.linkUri"}
)
# Addresses that are not shown to anybody: the webhook's own, which is loopback here.
FREE_LINKS = frozenset(
    {"SetWebhookEndpointRequest.endpoint", "TestWebhookEndpointRequest.endpoint"}
)
