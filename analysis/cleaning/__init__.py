"""Cleaning: steps over raw rows, what they cost in rows and in money, and which ones to propose."""

from analysis.cleaning.examples import Example
from analysis.cleaning.ledger import LedgerLine, RuleLine, ledger
from analysis.cleaning.plan import clean
from analysis.cleaning.proposals import Proposal, propose
from analysis.cleaning.propose_shops import logged_purchases
from analysis.cleaning.step import Step
from analysis.cleaning.steps import STEPS, AnyStep

__all__ = [
    "STEPS",
    "AnyStep",
    "Example",
    "LedgerLine",
    "Proposal",
    "RuleLine",
    "Step",
    "clean",
    "ledger",
    "logged_purchases",
    "propose",
]
