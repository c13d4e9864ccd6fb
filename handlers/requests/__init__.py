"""Requests for information, from the form to the file: one use case a function.

`submitting` → `checking` → `deciding` → `preparing` → `delivering` (`signing`) → `ending`.
Every use case loads and guards by `access.access_request`; who is told is `notifying`'s.
"""
