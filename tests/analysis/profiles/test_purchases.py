"""What was bought: the same from numbers and from text, and counted by whatever segments there are."""

import datetime as dt
from dataclasses import replace

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.codes import InCodes
from analysis.customers.lines import order_lines
from analysis.profiles import purchases_of
from analysis.profiles.line_purchases import are_numbered
from analysis.profiles.text_purchases import Told, purchases_told
from analysis.rows import Rows
from analysis.sources.holding import unknown
from analysis.sources.table import LINE, Column


def test_purchases_come_from_order_lines_with_names_from_the_products() -> None:
    lines = pl.DataFrame({
        "who": ["007", "007", "007", "8", None], "order": ["1", "1", "2", "3", "4"],
        "what": ["p1", "p2", "p1", "p1", "p1"],
        "when": [dt.date(2024, month, day) for month, day in ((1, 5), (1, 9), (3, 1), (1, 1), (1, 1))],
        "count": [1, 2, -1, 1, 1], "price": [0.1, 0.1, 0.1, 9.0, 1.0],
    })  # fmt: skip
    roles = {
        "who": "customer_id",
        "order": "order_id",
        "what": "product_id",
        "when": "order_date",
        "count": "quantity",
        "price": "unit_price",
    }
    kinds = {"when": "date", "count": "integer", "price": "decimal"}
    columns = tuple(Column(name=n, type=kinds.get(n, "text"), role=role, decimals=1) for n, role in roles.items())
    names = pl.DataFrame({"id": ["p1", "p2"], "called": ["Tea, green", "Pan"], "kind": ["Pantry", "Kitchen"]})
    product_roles = {"id": "product_id", "called": "product_name", "kind": "category"}
    product_columns = tuple(Column(name=name, type="text", role=role) for name, role in product_roles.items())
    sources = [
        Rows("orders", "transactions", nw.from_native(lines.lazy()), columns),
        Rows("products", "products", nw.from_native(names.lazy()), product_columns),
    ]
    bought = purchases_of(sources, pl.Series(["007", "8", "nobody"]), dt.date(2024, 12, 31))
    found = bought.by_segment(pl.DataFrame({"customer_id": ["007", "8"], "segment": [7, 8]}))
    assert sorted(found.products.iter_rows()) == [(7, "Pan", 1), (7, "Tea, green", 1), (8, "Tea, green", 1)]
    assert sorted(found.categories.iter_rows()) == [(7, "Kitchen", 1), (7, "Pantry", 1), (8, "Pantry", 1)]
    assert sorted(found.months.iter_rows()) == [
        (7, "2024-01", 1, 1, 3_000),
        (7, "2024-03", 1, 1, -1_000),
        (8, "2024-01", 1, 1, 90_000),
    ]


def test_nothing_is_known_to_be_bought_where_no_source_tells_it() -> None:
    names = Column(name="id", type="text", role="product_id"), Column(name="called", type="text", role="product_name")
    products = Rows("products", "products", nw.from_native(pl.LazyFrame({"id": ["p1"], "called": ["Tea"]})), names)
    none = purchases_of([products], pl.Series(["007"]), None)
    found = none.by_segment(pl.DataFrame({"customer_id": ["007"], "segment": [7]}))
    assert found.products.is_empty() and found.categories.is_empty() and found.months.is_empty()


def test_who_was_added_or_left_out_since_is_counted_as_the_labels_have_it() -> None:
    ids = [f"c{number}" for number in range(6)]
    told = Told(products=pl.DataFrame({"customer_id": ids * 2, "product": ["tea"] * 6 + ["pan"] * 6}))
    labels = pl.DataFrame({"customer_id": ["c4", "new", "c0", "c2"], "segment": [0, 1, 1, 2]})
    found = purchases_told(told, pl.Series(ids)).by_segment(labels).products
    assert sorted(found.iter_rows()) == [(segment, name, 1) for segment in (0, 1, 2) for name in ("pan", "tea")]


@pytest.mark.parametrize("as_of", [None, dt.date(2024, 6, 1)])
@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("catalogue", [(), ("product_name",), ("product_name", "category")])
def test_numbered_lines_count_what_lines_of_text_count(
    as_of: dt.date | None, shuffled: bool, catalogue: tuple[str, ...]
) -> None:
    number = pl.int_range(4_000)
    lines = pl.select(
        pl.when(number % 91 != 0).then((number // 3 * 7919 % 400).cast(pl.String)).alias("who"),
        (number // 3).cast(pl.String).alias("order"),
        pl.when(number % 83 != 0).then(pl.format("P-{}", number * 31 % 60 + 100)).alias("what"),
        pl.when(number % 3 == 0).then(pl.lit("tea")).otherwise(pl.lit("cups")).alias("kind"),
        pl.when(number % 77 != 0).then(pl.date(2023, 1, 30) + pl.duration(days=number // 3 % 700)).alias("when"),
        (number % 7 - 1).alias("count"),
        ((number % 11).cast(pl.Float64) / 4).alias("price"),
        (number + 1).alias(LINE),
    )
    lines = lines.sample(fraction=1.0, shuffle=True, seed=3) if shuffled else lines
    roles = {"who": "customer_id", "order": "order_id", "what": "product_id", "kind": "category"}
    roles |= {"when": "order_date", "count": "quantity", "price": "unit_price"}
    kinds = {"when": "date", "count": "integer", "price": "decimal"}
    columns = tuple(
        Column(
            name=name, type=kinds.get(name, "text"), role=role, decimals=2
        )
        for name, role in roles.items()
        if role not in catalogue
    )  # fmt: skip
    listed = pl.DataFrame({"id": [f"P-{number}" for number in range(100, 150)]}).with_columns(
        product_name=pl.format("Article {}", pl.col("id").str.slice(4)), category=pl.col("id").str.slice(3, 1)
    )
    roles_told = {"id": "product_id", **{name: name for name in catalogue}}
    told = tuple(Column(name=name, type="text", role=role) for name, role in roles_told.items())
    products = Rows("products", "products", nw.from_native(listed.lazy()), told)
    hold = InCodes()
    held = hold(unknown(lines.iter_slices(900)), lines.clear())
    lines_alone = Rows("orders", "transactions", nw.from_native(lines.lazy()), columns)
    among = pl.Series([str(number) for number in range(2, 395)])
    plain = purchases_of([lines_alone, products], among, as_of)
    coded = purchases_of([replace(lines_alone, frame=nw.from_native(held), codes=hold.codes), products], among, as_of)
    numbered = order_lines(replace(lines_alone, frame=nw.from_native(held), codes=hold.codes), as_of)
    assert are_numbered(numbered) and not are_numbered(order_lines(lines_alone, as_of))
    who = [*(str(number) for number in range(3, 390)), "new", "0004", ""]
    labels = pl.DataFrame({"customer_id": who, "segment": [place % 4 for place in range(len(who))]})
    for name in ("products", "categories", "months"):
        expected, found = (getattr(each.by_segment(labels), name) for each in (plain, coded))
        assert expected.height
        order = expected.columns[:2]
        assert_frame_equal(found.sort(order), expected.sort(order), check_dtypes=False)
