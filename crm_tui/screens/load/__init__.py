"""Screen 1: what was read, what was guessed about it, and every guess open to correction."""
