"""Two segments side by side, and two runs."""
