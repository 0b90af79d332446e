"""Conditions that an analyst types, ``country == 'UK' and monetary > p80(monetary)``, as portable expressions."""

from analysis.expressions.condition import Condition, compile_condition
from analysis.expressions.terms import Statistic, Value

__all__ = ["Condition", "Statistic", "Value", "compile_condition"]
