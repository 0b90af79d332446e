"""Widgets without business logic."""
