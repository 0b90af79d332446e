"""The terminal side of crm-tui: the command line and the Textual application."""

__version__ = "0.1.0"
