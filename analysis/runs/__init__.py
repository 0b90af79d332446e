"""Finished runs: made with no terminal, written to a folder, frozen, and used again on later customers."""
