"""Screen 2: the ledger of cleaning steps, and what each does to columns and rows."""
