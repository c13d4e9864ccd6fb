"""Announcements: written once, to whom they go, at what price, sent, and who has taken note."""
