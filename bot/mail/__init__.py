"""Outgoing e-mail: settings of the server, what a letter looks like, the talk with the server."""
