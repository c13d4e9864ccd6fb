"""People: who they are and what they may do; binding, posts, acting, personal data."""

from handlers.people.access import Holding, Me, as_me, by_line, holdings, me, today, with_right

__all__ = ["Holding", "Me", "as_me", "by_line", "holdings", "me", "today", "with_right"]
