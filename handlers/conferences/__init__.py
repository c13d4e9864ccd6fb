"""Conferences to come: who takes part, and where they go on when their channel fails.

A conference is a ticket of the form `conference` whose rooms are booked.
"""
