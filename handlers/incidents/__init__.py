"""Incidents: one fault of many schools, or planned work; told of, and ended for all at once."""
