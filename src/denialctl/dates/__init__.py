"""Dates: the two kinds of deadline, calendars, windows, and how people write a day."""
