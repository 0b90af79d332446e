"""What is compared, each in a process of its own: ``python -m tests.benchmarks.contenders NAME FILE`` prints figures.

Figures that several contenders give must agree; imports stand inside, as each pays for its own.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from crm_tui.launch import leave_at_once
from tests.benchmarks.customer_tables import (
    table_duckdb,
    table_duckdb_finds,
    table_duckdb_seven,
    table_duckdb_text,
    table_ours,
)
from tests.benchmarks.pandas_tables import table_pandas, table_pandas_all, table_pandas_tuned, usual_table

KS = range(2, 11)
SAMPLE = 10_000
FORMAT = "%Y-%m-%d %H:%M:%S"
DTYPES = {"order_id": "string", "customer_id": "string", "product": "string", "quantity": "int64"}


def load_ours(path: str) -> dict[str, float]:
    """Open the file with no question asked, and read all of it."""
    from analysis.sources import read

    table = read(path)
    return loaded_polars(table.frame.collect(engine="streaming"))


def load_polars(path: str) -> dict[str, float]:
    """Read with polars, told everything; dates by the format, which is its fastest way."""
    import polars as pl

    text = ("order_id", "customer_id", "order_date", "product")
    schema = {**dict.fromkeys(text, pl.String), "quantity": pl.Int64, "unit_price": pl.Float64}
    frame = pl.read_csv(path, schema=schema)
    return loaded_polars(frame.with_columns(pl.col("order_date").str.to_datetime(FORMAT, time_unit="us")))


def load_polars_dates(path: str) -> dict[str, float]:
    """Read with polars, told the types; dates parsed by its reader."""
    import polars as pl

    text = ("order_id", "customer_id", "order_date", "product")
    schema = {**dict.fromkeys(text, pl.String), "quantity": pl.Int64, "unit_price": pl.Float64}
    return loaded_polars(pl.read_csv(path, schema={**schema, "order_date": pl.Datetime("us")}))


def convert_ours(path: str) -> dict[str, float]:
    """Open a file as the terminal does: read, typed, measured, and kept on disk in columns."""
    from analysis.intake.loading import load_source
    from analysis.recipe import Recipe, Source
    from analysis.workspace import Workspace

    source = Source(name="orders", path=path)
    with tempfile.TemporaryDirectory() as folder:
        found = load_source(Recipe(sources=(source,)), source, Workspace(Path(folder)))
        return {"rows": found.findings.rows or 0}


def convert_nothing(path: str) -> dict[str, float]:
    """Import what that needs."""
    from analysis.intake.loading import load_source
    from analysis.sources import assemble, delimited

    del path, load_source, assemble, delimited
    return {}


def loaded_polars(frame) -> dict[str, float]:
    """Return the figures of a polars frame."""
    return {
        "rows": frame.height,
        "units": frame["quantity"].sum(),
        "prices": round(frame["unit_price"].sum(), 2),
        "last": frame["order_date"].max().timestamp(),
    }


def load_pandas(path: str) -> dict[str, float]:
    """Read with pandas, told types and dates."""
    import pandas as pd

    return loaded_pandas(pd.read_csv(path, dtype=DTYPES, parse_dates=["order_date"], date_format=FORMAT))


def load_pandas_pyarrow(path: str) -> dict[str, float]:
    """Read with pandas on pyarrow, its fastest way."""
    import pandas as pd

    dtypes = {"order_id": "string[pyarrow]", "customer_id": "string[pyarrow]", "product": "string[pyarrow]"}
    frame = pd.read_csv(path, engine="pyarrow", dtype_backend="pyarrow", dtype=dtypes)
    frame["order_date"] = pd.to_datetime(frame["order_date"])
    return loaded_pandas(frame)


def loaded_pandas(frame) -> dict[str, float]:
    """Return the figures of a pandas frame."""
    return {
        "rows": len(frame),
        "units": int(frame["quantity"].sum()),
        "prices": round(float(frame["unit_price"].sum()), 2),
        "last": frame["order_date"].max().timestamp(),
    }


DUCK_READ = (
    "read_csv('{path}', columns={{'order_id': 'VARCHAR', 'customer_id': 'VARCHAR', 'order_date': 'TIMESTAMP', "
    "'product': 'VARCHAR', 'quantity': 'BIGINT', 'unit_price': 'DOUBLE'}})"
)


def load_duckdb(path: str) -> dict[str, float]:
    """Read with DuckDB into a table in memory, told everything."""
    import duckdb

    base = duckdb.connect()
    base.execute(f"create table lines as select * from {DUCK_READ.format(path=path)}")
    rows, units, prices, last = base.execute(
        "select count(*), sum(quantity), sum(unit_price), epoch(max(order_date)) from lines"
    ).fetchone()
    return {"rows": rows, "units": int(units), "prices": round(prices, 2), "last": last}


def whole_usual(path: str) -> dict[str, float]:
    """The script people write: read, clean, table, scale, k-means with ten starts a k, silhouettes, quantile tiers."""
    import pandas as pd
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score
    from sklearn.preprocessing import StandardScaler

    customers = usual_table(path)
    scaled = StandardScaler().fit_transform(customers)
    fits = {k: KMeans(k, n_init=10, random_state=0).fit(scaled) for k in KS}
    scores = {k: silhouette_score(scaled, fits[k].labels_, sample_size=SAMPLE, random_state=0) for k in KS}
    customers["segment"] = fits[max(scores, key=scores.__getitem__)].labels_
    customers["tier"] = pd.qcut(customers["monetary"].rank(method="first"), 3, labels=["low", "middle", "high"])
    with tempfile.TemporaryDirectory() as folder:
        customers.to_csv(Path(folder) / "customers.csv")
    return {"customers": len(customers), "money": round(float(customers["monetary"].sum()), 2)}


def whole_ours(path: str) -> dict[str, float]:
    """The command: everything, with structure test, stability, loyalty, profiles, strategies and the run folder."""
    from crm_tui.headless import Job, run_job

    with tempfile.TemporaryDirectory() as folder:
        run_job(Job((path,), Path(folder) / "run", quiet=True))
        told = json.loads((Path(folder) / "run" / "run.json").read_text())
    stages = {f"stage {name}": seconds for name, seconds in told["timings"].items()}
    return {"customers": told["customers"]["count"], "money": told["customers"]["revenue"]} | stages


CONTENDERS: dict[str, Callable[[str], dict[str, float]]] = {
    work.__name__: work
    for work in (
        *(load_ours, load_polars, load_polars_dates, load_pandas, load_pandas_pyarrow, load_duckdb),
        *(convert_ours, convert_nothing),
        *(table_ours, table_duckdb, table_duckdb_text, table_duckdb_finds, table_duckdb_seven),
        *(table_pandas_tuned, table_pandas, table_pandas_all),
        *(whole_ours, whole_usual),
    )
}


if __name__ == "__main__":
    print(json.dumps(CONTENDERS[sys.argv[1]](sys.argv[2])))
    leave_at_once(0)  # all of them, as crm-tui itself does
