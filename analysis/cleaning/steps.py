"""The table of cleaning steps."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from analysis.cleaning.drop_duplicates import DropDuplicates
from analysis.cleaning.drop_missing import DropMissing
from analysis.cleaning.drop_prices import DropPrices
from analysis.cleaning.drop_repeated_parts import DropRepeatedParts
from analysis.cleaning.drop_returns import DropReturns
from analysis.cleaning.fill_missing import FillMissing
from analysis.cleaning.keep_where import KeepWhere
from analysis.cleaning.net_returns import NetReturns
from analysis.cleaning.normalise import Normalise
from analysis.cleaning.one_hot import OneHot
from analysis.cleaning.outliers import Outliers
from analysis.cleaning.range_rule import RangeRule
from analysis.cleaning.report_duplicates import ReportDuplicates
from analysis.cleaning.set_type import SetType
from analysis.cleaning.step import Step
from analysis.cleaning.tidy_text import TidyText
from analysis.cleaning.unify_spellings import UnifySpellings

STEPS: dict[str, type[Step]] = {
    "drop_missing": DropMissing,
    "drop_returns": DropReturns,
    "net_returns": NetReturns,
    "drop_prices": DropPrices,
    "keep_where": KeepWhere,
    "drop_duplicates": DropDuplicates,
    "drop_repeated_parts": DropRepeatedParts,
    "fill_missing": FillMissing,
    "set_type": SetType,
    "tidy_text": TidyText,
    "unify_spellings": UnifySpellings,
    "outliers": Outliers,
    "range_rule": RangeRule,
    "one_hot": OneHot,
    "normalise": Normalise,
    "report_duplicates": ReportDuplicates,
}
"""Name in the recipe → step. Adding one is a module and a line here."""

if TYPE_CHECKING:
    AnyStep = Step
else:
    AnyStep = Annotated[functools.reduce(operator.or_, STEPS.values()), Field(discriminator="step")]
