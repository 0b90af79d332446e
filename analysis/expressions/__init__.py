"""Conditions that an analyst types, ``country == 'UK' and monetary > p80(monetary)``, as portable expressions."""

from analysis.expressions.condition import Condition, compile_condition
from analysis.expressions.terms import Statistic, Value
from analysis.expressions.writing import condition_for, literal, literals, named, quoted

__all__ = [
    "Condition",
    "Statistic",
    "Value",
    "compile_condition",
    "condition_for",
    "literal",
    "literals",
    "named",
    "quoted",
]
