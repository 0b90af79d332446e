"""From rows to customers: one row per customer, whatever the files are."""

from __future__ import annotations

from analysis.customers.build import customer_table
from analysis.customers.table import SHORT_NAMES, CustomerChoices, Customers, Measure, Unmatched

__all__ = ["SHORT_NAMES", "CustomerChoices", "Customers", "Measure", "Unmatched", "customer_table"]
