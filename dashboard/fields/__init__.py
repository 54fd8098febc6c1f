"""Indicator fields of a session, the ranks of its events in them, and arrows."""
