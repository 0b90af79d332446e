"""Ages from birthdays and years of birth."""

from __future__ import annotations

from datetime import date

import polars as pl

OLDEST = 120


def ages_at(birthdays: pl.Series, as_of: date) -> pl.Series:
    """Return the completed years at ``as_of`` as Int64; null where that is not from 0 to 120 or unknown.

    Who was born on 29 February completes a year on 1 March of a common year.
    """
    born = birthdays.cast(pl.Date)
    years = as_of.year - born.dt.year().cast(pl.Int64)
    ahead = (born.dt.month().cast(pl.Int64) * 100 + born.dt.day()) > (as_of.month * 100 + as_of.day)
    ages = years - ahead.cast(pl.Int64)
    return pl.select(pl.when(pl.lit(ages).is_between(0, OLDEST)).then(pl.lit(ages))).to_series()


def ages_by_year(years: pl.Series, as_of: date) -> pl.Series:
    """Return the years completed in the year of ``as_of`` as Int64; null where not from 0 to 120 or unknown."""
    ages = as_of.year - years.cast(pl.Int64, strict=False)
    return pl.select(pl.when(pl.lit(ages).is_between(0, OLDEST)).then(pl.lit(ages))).to_series()
