"""Makes the sample data: one made-up shop, its products, two years of orders, its customer file and the planted truth.

usage: python sample_data/make_sample_data.py [FOLDER]      (default: the folder of this script)

The same seed gives the same bytes. Five kinds of customers are planted; what tells them apart is how recently, how
often, for how much and since when they buy. Income says little, and its large numbers drown the rest where columns are
not scaled: that is the point of the data.
"""

from __future__ import annotations

import csv
import math
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

SEED = 20241231
LAST_DAY = date(2024, 12, 31)
ORDER_LINES = 30_000
DUPLICATE_CUSTOMERS = 12
GUEST_LINES, SAMPLE_LINES, DUPLICATE_LINES = 180, 60, 30


@dataclass(frozen=True)
class Kind:
    """One planted segment: pairs are lowest and highest; ``level_spread`` is how unlike its customers' spending is."""

    name: str
    size: int
    orders: tuple[int, int]
    order_value: float
    recency: tuple[int, int]
    tenure: tuple[int, int]
    lines_per_order: float
    categories: tuple[str, ...]
    level_spread: float
    conversion: float
    satisfaction: float
    churned: float
    buys: float
    age: float
    income: float


WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""The planted segments, what the shop sells and what its customers write."""
KINDS = tuple(Kind(**kind) for kind in WORDS["kinds"])

COLUMNS = (
    "customer_id", "age", "gender", "birthday", "income", "purchase_amount", "purchase_frequency", "customer_lifetime",
    "total_purchase", "total_visit", "total_order", "satisfaction", "feedback", "loyalty", "conversion_rate",
    "lifetime_value", "buy", "churned",
)  # fmt: skip
MISSING = {"age": 0.02, "gender": 0.015, "birthday": 0.03, "income": 0.03, "satisfaction": 0.02, "feedback": 0.45}


@dataclass(frozen=True)
class Product:
    """One line of products.csv; the price is in cents."""

    product_id: str
    name: str
    category: str
    cents: int


@dataclass(frozen=True)
class Order:
    """One order or return of one customer; lines are (product, quantity, price in cents)."""

    order_id: str
    time: datetime
    lines: tuple[tuple[Product, int, int], ...]

    @property
    def cents(self) -> int:
        """What the order is worth; below 0 for a return."""
        return sum(quantity * cents for _, quantity, cents in self.lines)


@dataclass
class Customer:
    """One made-up customer while being made."""

    customer_id: str
    kind: Kind
    orders: list[Order] = field(default_factory=list)


def spread(random: Random, sigma: float) -> float:
    """Return a factor around 1, log-normal, never further than two and a half sigma."""
    return math.exp(sigma * max(-2.5, min(2.5, random.gauss(0.0, 1.0))))


def products() -> list[Product]:
    """Return the catalogue in up to three colours, prices in cents."""
    made: list[Product] = []
    for category, items in WORDS["catalogue"].items():
        for name, price in items.items():
            for colour in WORDS["colours"] if category in WORDS["coloured"] else WORDS["colours"][:1]:
                made.append(Product(f"P{len(made) + 1:04d}", name + colour, category, round(price * 100)))
    return made


def opening_hours(random: Random, day: date) -> datetime:
    """Return a time on ``day`` in the shop's hours."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=random.randint(8 * 60, 21 * 60 + 59))


def order_days(random: Random, kind: Kind) -> list[date]:
    """Return the days of one customer's orders: the first fixes the tenure, the last the recency."""
    recency = random.randint(*kind.recency)
    tenure = max(recency, random.randint(*kind.tenure))
    count = random.randint(*kind.orders)
    between = sorted(random.randint(recency, tenure) for _ in range(count - 2))
    ago = [recency, *between, tenure][:count] if count > 1 else [recency]
    return sorted(LAST_DAY - timedelta(days=days) for days in ago)


def basket(
    random: Random, kind: Kind, level: float, shelf: dict[str, list[Product]]
) -> tuple[tuple[Product, int, int], ...]:
    """Return the lines of one order that come to about the value typical for the kind, times the customer's level."""
    count = max(1, round(kind.lines_per_order * spread(random, 0.4)))
    worth = kind.order_value * level * 100 * spread(random, 0.3) / count
    lines = []
    for _ in range(count):
        category = random.choice(kind.categories) if random.random() < 0.6 else random.choice(sorted(shelf))
        fitting = [product for product in shelf[category] if product.cents <= worth * 1.2] or shelf[category][:1]
        dearest = sorted(fitting, key=lambda product: product.cents)[-6:]
        product = random.choice(dearest)
        cents = product.cents if random.random() < 0.85 else round(product.cents * 0.9)
        lines.append((product, max(1, round(worth / cents)), cents))
    return tuple(lines)


def give_back(random: Random, order: Order, number: int) -> Order:
    """Return the return of one line of an order: negative quantity, some days later."""
    product, quantity, cents = random.choice(order.lines)
    time = min(order.time + timedelta(days=random.randint(1, 10)), datetime(2024, 12, 31, 21, 59))
    return Order(f"C{number}", time, ((product, -random.randint(1, quantity), cents),))


def shop(random: Random, shelf: dict[str, list[Product]]) -> list[Customer]:
    """Return all customers with their orders; ids are in random order of the kinds."""
    kinds = [kind for kind in KINDS for _ in range(kind.size)]
    random.shuffle(kinds)
    customers, number = [], 100_000
    for place, kind in enumerate(kinds):
        customer = Customer(f"{17 + place * 3:06d}", kind)
        level = spread(random, kind.level_spread)
        for day in order_days(random, kind):
            number += 1
            lines = basket(random, kind, level, shelf)
            customer.orders.append(Order(str(number), opening_hours(random, day), lines))
        for order in list(customer.orders):
            if len(customer.orders) > 3 and random.random() < 0.06:
                customer.orders.append(give_back(random, order, int(order.order_id)))
        customers.append(customer)
    return customers


def money(cents: int) -> str:
    """Write cents as a plain amount with two decimals."""
    return f"{cents / 100:.2f}"


def order_rows(random: Random, customers: Sequence[Customer]) -> list[list[str]]:
    """Return the lines of orders.csv, exactly ``ORDER_LINES``, by time, with what makes real files unpleasant."""
    rows = [
        [
            customer.customer_id,
            order.order_id,
            f"{order.time:%Y-%m-%d %H:%M}",
            product.product_id,
            str(count),
            money(cents),
        ]
        for customer in customers
        for order in customer.orders
        for product, count, cents in order.lines
    ]
    room = ORDER_LINES - len(rows) - GUEST_LINES - SAMPLE_LINES - DUPLICATE_LINES
    if room < 0:
        raise SystemExit(f"{-room} order lines too many: make the orders smaller")
    guests = [["", f"G{900_000 + place}", *random.choice(rows)[2:]] for place in range(GUEST_LINES)]
    guests = [[*row[:4], str(abs(int(row[4]))), row[5]] for row in guests]
    gifts = [[*random.choice(rows)[:3], random.choice(rows)[3], "1", "0.00"] for _ in range(SAMPLE_LINES)]
    doubles = [list(random.choice(rows)) for _ in range(DUPLICATE_LINES)]
    fillers = [split_line(random, rows) for _ in range(room)]
    return sorted(rows + guests + gifts + doubles + fillers, key=lambda row: (row[2], row[1], row))


def split_line(random: Random, rows: list[list[str]]) -> list[str]:
    """Take one piece off a line of several and return it as a line of its own, so that the money stays."""
    while True:
        row = random.choice(rows)
        quantity = int(row[4])
        if quantity > 1:
            row[4] = str(quantity - 1)
            return [*row[:4], "1", row[5]]


def customer_row(random: Random, customer: Customer) -> dict[str, str]:
    """Return one row of customers.csv, in agreement with the customer's orders."""
    kind = customer.kind
    bought = [order for order in customer.orders if order.cents > 0]
    total = sum(order.cents for order in customer.orders)
    years = max(0.01, (LAST_DAY - min(order.time for order in bought).date()).days / 365.25)
    visits = max(len(bought), round(len(bought) / kind.conversion * spread(random, 0.2)))
    age = max(18.0, min(90.0, random.gauss(kind.age, 7.0)))
    birthday = LAST_DAY - timedelta(days=round(age * 365.25))
    satisfaction = max(1.0, min(5.0, random.gauss(kind.satisfaction, 0.3)))
    elsewhere = sum(random.random() < 0.5 for _ in range(len(bought) // 4))
    gender = random.choice(sorted(WORDS["genders"]))
    spellings, weights = zip(*WORDS["genders"][gender].items(), strict=True)
    return {
        "customer_id": customer.customer_id,
        "age": str(int(age)),
        "gender": random.choices(spellings, weights)[0],
        "birthday": birthday.isoformat(),
        "income": str(round(kind.income * spread(random, 0.4), -2)),
        "purchase_amount": money(total // len(bought)),
        "purchase_frequency": str(len(bought)),
        "customer_lifetime": f"{years:.2f}",
        "total_purchase": money(total + elsewhere * total // len(bought)),
        "total_visit": str(visits),
        "total_order": str(len(bought) + elsewhere),
        "satisfaction": f"{satisfaction:.1f}",
        "feedback": random.choice(WORDS["feedback"][str(round(satisfaction))]),
        "loyalty": str(round(max(0.0, min(100.0, 20 * satisfaction + len(bought) / 2 - 8 + random.gauss(0, 5))))),
        "conversion_rate": f"{len(bought) / visits:.3f}",
        "lifetime_value": money(round(total * (1.0 + 0.5 * (1.0 - kind.churned)) * spread(random, 0.15))),
        "buy": str(int(random.random() < kind.buys)),
        "churned": str(int(random.random() < kind.churned)),
    }  # fmt: skip


def spoil(random: Random, rows: list[dict[str, str]]) -> None:
    """Blank some cells and put in the outliers and impossible ages that every customer file has."""
    for row in rows:
        for column, share in MISSING.items():
            if random.random() < share:
                row[column] = ""
    for row in random.sample(rows, 6):
        row["age"] = random.choice(("131", "144", "-1"))
    for row in random.sample(rows, 10):
        row["income"] = str(random.randint(25, 60) * 10_000)
    for row in random.sample(rows, 6):
        row["lifetime_value"] = money(random.randint(15_000, 40_000) * 100)


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write one comma-separated file, UTF-8, with line feeds."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def make(folder: Path, seed: int = SEED) -> None:
    """Write customers.csv, orders.csv, products.csv and truth.csv into ``folder``."""
    random = Random(seed)
    stock = products()
    shelf: dict[str, list[Product]] = {}
    for product in stock:
        shelf.setdefault(product.category, []).append(product)
    customers = shop(random, shelf)
    rows = [customer_row(random, customer) for customer in customers]
    spoil(random, rows)
    for row in random.sample(rows, DUPLICATE_CUSTOMERS):
        rows.insert(random.randrange(len(rows)), dict(row))
    write(folder / "customers.csv", COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    order_header = ("customer_id", "order_id", "order_date", "product_id", "quantity", "unit_price")
    write(folder / "orders.csv", order_header, order_rows(random, customers))
    listed = ([product.product_id, product.name, product.category, money(product.cents)] for product in stock)
    write(folder / "products.csv", ("product_id", "product_name", "category", "list_price"), listed)
    truth = ([customer.customer_id, customer.kind.name] for customer in customers)
    write(folder / "truth.csv", ("customer_id", "segment"), truth)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
