"""The matrix: what is in it, what is not and why, and that the model gives it again."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from analysis.customers import Customers
from analysis.customers.measures import measure_of
from analysis.errors import AnalysisError, RecipeError
from analysis.features import FeatureModel, Features, build_matrix
from analysis.sources.table import Column

RANDOM = np.random.default_rng(11)
SIZE = 400
TYPES = {"String": "text", "Int64": "integer", "Float64": "decimal", "Boolean": "boolean", "Date": "date"}


def people(size: int = SIZE) -> pl.DataFrame:
    random = np.random.default_rng(11)
    income = random.lognormal(10, 1, size)
    visits = random.integers(0, 30, size)
    return pl.DataFrame(
        {
            "customer_id": [f"{place:05d}" for place in range(size)],
            "income": income,
            "income in cents": income * 100,
            "visits": visits,
            "age": random.integers(18, 80, size),
            "member no": random.permutation(size) * 7 + 1000,
            "always": [1] * size,
            "churned": random.integers(0, 2, size),
            "tier": random.choice(["gold", "silver"], size),
            "gender": random.choice(["f", "m"], size),
            "town": random.choice(["a", "b", "c", "d", "e"], size, p=[0.5, 0.3, 0.185, 0.01, 0.005]),
            "joined": [date(2020, 1, 1 + place % 28) for place in range(size)],
        }
    )


def table(frame: pl.DataFrame, roles: dict[str, str] | None = None, as_of: date | None = date(2024, 1, 1)) -> Customers:
    measures = tuple(
        measure_of(Column(name=s.name, type=TYPES[str(s.dtype)], role=(roles or {}).get(s.name)), s.name, frame, "crm")
        for s in frame.get_columns()[1:]
    )
    return Customers(frame, measures, as_of, None, "customers")


def reasons(matrix) -> dict[str, str]:
    return {each.name: each.reason for each in matrix.excluded}


def test_auto_takes_the_numbers_that_say_something_and_gives_a_reason_for_the_rest():
    matrix = build_matrix(table(people()), Features(), 0)
    assert [column.name for column in matrix.columns] == ["income", "visits", "age"]
    said = reasons(matrix)
    assert "identifier" in said["member no"]
    assert "same for everybody: 1" in said["always"]
    assert "outcome" in said["churned"] and "outcome" in said["tier"]
    assert "nearly the same as income" in said["income in cents"]
    assert set(said) | {"income", "visits", "age"} == set(people().columns[1:])


def test_the_matrix_is_standard_and_follows_from_what_is_told():
    frame = people()
    matrix = build_matrix(table(frame), Features(), 0)
    assert matrix.values.dtype == np.float32
    assert matrix.values.flags.c_contiguous
    assert np.allclose(matrix.values.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(matrix.values.std(axis=0), 1, atol=1e-5)
    income = matrix.columns[0]
    assert income.transform == "log1p"
    expected = (np.log1p(frame["income"].to_numpy()) - income.mean) / income.std
    assert np.allclose(matrix.values[:, 0], expected, atol=1e-5)


def test_raw_numbers_stay_raw(real_data):
    mall = pl.read_csv(real_data("Mall_Customers.csv"), schema_overrides={"CustomerID": pl.String})
    mall = mall.rename({"CustomerID": "customer_id"})
    use = ["Annual Income (k$)", "Spending Score (1-100)"]
    matrix = build_matrix(table(mall), Features(use=use, transform="none", scale="none"), 0)
    assert (matrix.values == mall.select(use).to_numpy()).all()
    auto = build_matrix(table(mall, {"Age": "age"}), Features(), 0)
    assert [column.name for column in auto.columns] == ["Age", *use]


EVERYTHING = Features(
    use=["income", "visits", "town", "gender", "joined", "words", "gaps"],
    missing_flag_share=0.1,
    transform="yeo_johnson",
)


def everything() -> pl.DataFrame:
    random = np.random.default_rng(3)
    words = random.choice(["送货很快 质量好", "late parcel again", "质量不好", "great service quick", None], SIZE)
    gaps = pl.Series("gaps", random.normal(size=SIZE)).scatter(list(range(0, SIZE, 5)), None)
    return people().with_columns(pl.Series("words", words.tolist(), dtype=pl.String), gaps)


def table_of_everything(frame: pl.DataFrame) -> Customers:
    made = table(frame)
    text = tuple(m.model_copy(update={"kind": "text"}) if m.name == "words" else m for m in made.measures)
    return Customers(made.frame, text, made.as_of, None, "customers")


@pytest.mark.parametrize("scale", ["standard", "minmax", "robust", "none"])
@pytest.mark.parametrize("more", [{}, {"encode": "ordinal"}, {"pca": 3}])
def test_the_frozen_model_gives_the_same_rows_after_a_round_trip_alone_or_together(scale, more):
    frame = everything()
    choices = EVERYTHING.model_copy(update={"scale": scale, **more})
    matrix = build_matrix(table_of_everything(frame), choices, 0)
    assert np.isfinite(matrix.values).all()
    model = FeatureModel.model_validate_json(matrix.model.model_dump_json())
    assert model.names == tuple(column.name for column in matrix.columns)
    assert (model.apply(frame) == matrix.values).all()
    assert np.allclose(model.apply(frame.slice(17, 1)), matrix.values[17:18], atol=1e-6)


def test_new_levels_and_missing_columns_of_new_customers():
    matrix = build_matrix(table(people()), Features(use=["town", "age"]), 0)
    assert [column.name for column in matrix.columns] == ["town = a", "town = b", "town = c", "town = (other)", "age"]
    new = people(1).with_columns(pl.lit("nowhere").alias("town"))
    row = matrix.model.apply(new)[0]
    assert row[3] > 1 and (row[:3] < 0).all()
    with pytest.raises(AnalysisError, match="'town'"):
        matrix.model.apply(new.drop("town"))


def test_a_category_weighs_as_much_as_a_number():
    matrix = build_matrix(table(people()), Features(use=["town", "age", "gender"]), 0)
    variances = matrix.values.var(axis=0)
    assert np.isclose(variances[:4].sum(), 1, atol=1e-4)
    assert np.allclose(variances[4:], 1, atol=1e-4)


def test_ordinal_levels_keep_the_order_everybody_knows():
    frame = pl.DataFrame({"customer_id": list("abcd"), "size": ["high", "low", None, "medium"]})
    measures = table(frame).measures
    made = Customers(frame, (measures[0].model_copy(update={"kind": "category"}),), None, None, "customers")
    matrix = build_matrix(made, Features(use=["size"], encode="ordinal", scale="none"), 0)
    assert matrix.values[:, 0].tolist() == [2, 0, 1, 1]


def test_missing_numbers_become_the_median_and_are_told():
    frame = people().with_columns(pl.when(pl.int_range(pl.len()) % 4 > 0).then("age").alias("age"))
    matrix = build_matrix(table(frame), Features(use=["age"], scale="none", transform="none"), 0)
    assert matrix.columns[0].missing == 0.25
    assert (matrix.values[::4, 0] == frame["age"].median()).all()


def test_a_wrong_name_is_refused_with_the_nearest_one():
    with pytest.raises(RecipeError, match="did you mean income"):
        build_matrix(table(people()), Features(use=["incmoe"]), 0)
    with pytest.raises(RecipeError, match=r"features\.drop"):
        build_matrix(table(people()), Features(drop=["nothing like it at all"]), 0)


def test_short_names_roles_and_other_spellings_are_understood():
    frame = people().rename({"income": "Annual Income"})
    made = table(frame, {"Annual Income": "income"})
    assert build_matrix(made, Features(use=["income"]), 0).columns[0].name == "Annual Income"
    assert build_matrix(made, Features(use=["annual_income"]), 0).columns[0].name == "Annual Income"


def test_nothing_left_is_said_with_the_reasons():
    frame = people().select("customer_id", "always", "member no")
    with pytest.raises(AnalysisError, match=r"always: the same for everybody"):
        build_matrix(table(frame), Features(), 0)


def test_what_is_from_the_future_is_left_out_even_when_named():
    made = table(people())
    late = tuple(m.model_copy(update={"left_out": "3 dates late"}) if m.name == "joined" else m for m in made.measures)
    made = Customers(made.frame, late, made.as_of, None, "customers")
    matrix = build_matrix(made, Features(use=["joined", "age"]), 0)
    assert [column.name for column in matrix.columns] == ["age"]
    assert reasons(matrix)["joined"] == "3 dates late"


def test_the_target_is_told_apart_from_noise_and_is_no_feature():
    random = np.random.default_rng(5)
    signal = random.normal(size=600)
    frame = pl.DataFrame(
        {
            "customer_id": [f"{place:04d}" for place in range(600)],
            "signal": signal,
            "noise": random.normal(size=600),
            "answer": np.where(signal + random.normal(size=600) * 0.3 > 0, "yes", "no"),
        }
    )
    matrix = build_matrix(table(frame), Features(target="answer"), 0)
    told = {column.name: column.information for column in matrix.columns}
    assert told["signal"] > 0.3 > 0.1 > told["noise"]
    assert reasons(matrix)["answer"] == "the target"
    fewer = build_matrix(table(frame), Features(target="answer", least_information=0.2), 0)
    assert [column.name for column in fewer.columns] == ["signal"]
    assert (fewer.model.apply(frame) == fewer.values).all()


def test_principal_components_find_the_axis_of_the_data():
    random = np.random.default_rng(5)
    along = random.normal(size=500)
    frame = pl.DataFrame({"customer_id": [str(1000 + i) for i in range(500)]}).with_columns(
        pl.Series(name, along + random.normal(size=500) * 0.2) for name in "abc"
    )
    matrix = build_matrix(table(frame), Features(use=list("abc"), pca=2), 0)
    assert matrix.columns[0].explained > 0.9
    assert abs(np.corrcoef(matrix.values[:, 0], along)[0, 1]) > 0.98
    assert np.allclose(np.cov(matrix.values.T), np.diag(matrix.values.var(axis=0, ddof=1)), atol=1e-3)


def test_texts_about_the_same_thing_lie_together_in_chinese_too():
    texts = ["物流太慢了，等了一周", "物流很慢", "送货物流太慢", "质量非常好", "质量好，满意", "非常满意质量好"] * 5
    frame = pl.DataFrame({"customer_id": [f"{place:02d}" for place in range(30)], "words": texts})
    matrix = build_matrix(table_of_everything(frame), Features(use=["words"], text=2), 0)
    slow, good = matrix.values[0:3], matrix.values[3:6]
    across = np.linalg.norm(slow.mean(axis=0) - good.mean(axis=0))
    within = max(np.linalg.norm(rows - rows.mean(axis=0), axis=1).max() for rows in (slow, good))
    assert across > 2 * within
    assert np.isclose(matrix.values.var(axis=0).sum(), 1, atol=1e-4)


def test_log1p_of_many_negative_numbers_is_refused_and_auto_finds_another_way():
    balance = np.concatenate([-np.random.default_rng(1).lognormal(3, 1, 300), [1.0] * 10])
    frame = pl.DataFrame({"customer_id": [f"{i:03d}" for i in range(310)], "balance": balance, "other": range(310)})
    with pytest.raises(AnalysisError, match="yeo_johnson"):
        build_matrix(table(frame), Features(use=["balance"], transform="log1p"), 0)
    matrix = build_matrix(table(frame), Features(use=["balance"]), 0)
    assert matrix.columns[0].transform == "yeo_johnson"
    assert abs(matrix.columns[0].skew) < 1


@pytest.mark.parametrize("transform", ["auto", "yeo_johnson", "log1p"])
def test_enormous_and_endless_numbers_do_not_break_the_matrix(transform):
    values = [0.0, 1.0, 1e300, float("inf"), float("nan"), 5.0]
    frame = pl.DataFrame({"customer_id": list("abcdef"), "n": values})
    matrix = build_matrix(table(frame), Features(use=["n"], transform=transform, scale="robust"), 0)
    assert np.isfinite(matrix.values).all()
