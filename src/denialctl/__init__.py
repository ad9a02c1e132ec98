"""Deadlines of denied prior authorizations: computed exactly, each with its authority."""

__version__ = "0.1.0"
