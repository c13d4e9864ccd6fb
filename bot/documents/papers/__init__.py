"""The papers of a request, as PDF: plain values in, bytes out.

The same paper gives the same bytes. Layout stands in the `.typ` files, words in `bot/texts`.
"""

from bot.documents.papers.index_page import IndexEntry, IndexPaper, index_page
from bot.documents.papers.letter import LetterPaper, letter
from bot.documents.papers.memo import MemoPaper, memo
from bot.documents.papers.parts import Decision, Opinion, Signer, Table
from bot.documents.papers.press import font_family
from bot.documents.papers.request_form import Requester, RequestPaper, request_form

__all__ = [
    "Decision",
    "IndexEntry",
    "IndexPaper",
    "LetterPaper",
    "MemoPaper",
    "Opinion",
    "RequestPaper",
    "Requester",
    "Signer",
    "Table",
    "font_family",
    "index_page",
    "letter",
    "memo",
    "request_form",
]
