"""A request's papers as PDF: the facts of `handlers.requests.papers`, worded, in the office's form.

paper(ctx, forms, request, Kind.LETTER, Letterhead.of(settings)) -> bytes
bundle(ctx, forms, request, Letterhead.of(settings)) -> bytes
"""

from bot.papers.drafts import Letterhead
from bot.papers.drawing import bundle, paper
from bot.papers.kinds import FOR_REQUESTER, Kind, NoPaper, there_is

__all__ = ["FOR_REQUESTER", "Kind", "Letterhead", "NoPaper", "bundle", "paper", "there_is"]
