"""Which steps to propose, from what the data shows; each with its reason, on only where an analyst would expect it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.cleaning.propose_customers import for_customers
from analysis.cleaning.propose_orders import for_events, for_orders, for_products
from analysis.cleaning.step import Step
from analysis.cleaning.steps import AnyStep
from analysis.rows import Rows
from analysis.settings import Summary
from analysis.sources.table import Kind


class Proposal(Summary):
    """A step, why it is proposed, and whether to do it unless the analyst says otherwise."""

    step: AnyStep
    reason: str
    suggested: bool = True


PROPOSERS: dict[Kind, Callable[[Rows], Iterator[tuple[Step, str, bool]]]] = {
    "transactions": for_orders,
    "customers": for_customers,
    "products": for_products,
    "events": for_events,
}
"""What a row is → the steps that are worth proposing, with reason and suggestion, in the order in which to do them."""


def propose(rows: Rows) -> tuple[Proposal, ...]:
    """Return the steps to propose for a source, in the order in which they are to be done; reads it a few times."""
    return tuple(
        Proposal(step=step.model_copy(update={"enabled": suggested}), reason=reason, suggested=suggested)
        for step, reason, suggested in PROPOSERS[rows.kind](rows)
    )
