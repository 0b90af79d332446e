"""What counts as sold, and who bought it, in files as shops, marketplaces and bookings of many countries write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis.customers import CustomerChoices, customer_table
from analysis.intake.opening import Opened, open_files
from analysis.stages.reading import cleaned_rows

DAY = date(2024, 1, 2)
COUNT, CUSTOMERS = 120, 7


@dataclass(frozen=True)
class Shop:
    """A header, the cells of line ``n`` behind its order, customer and day, and what the line adds to the revenue."""

    header: str
    cells: Callable[[int], str]
    worth: Callable[[int], float]


def money(n: int) -> float:
    return 10 + n % 50 + 0.25


def stated(header: str, *states: str, sold: int, order: str = "order_id") -> Shop:
    """A shop whose last column goes through the states, the first ``sold`` of which are sales."""
    return Shop(
        f"{order},customer_id,order_date,amount,{header}",
        lambda n: f"{money(n)},{states[n % len(states)]}",
        lambda n: money(n) if n % len(states) < sold else 0.0,
    )


SHOPS = {
    "payments beside the state of the booking": Shop(
        "Booking ID,Guest ID,Check-In,Total Amount,Payment Status,Booking Status",
        lambda n: f"{money(n)},{['Paid', 'Partial'][n % 2]},{['Confirmed', 'Cancelled'][n % 9 == 4]}",
        lambda n: 0.0 if n % 9 == 4 else money(n),
    ),
    "what became of a line after the sale": Shop(
        "订单号,用户ID,支付时间,实付金额,订单状态,售后状态",
        lambda n: f"{money(n)},{['已收货', '待付款'][n % 8 == 3]},{['无售后或售后取消', '退款成功'][n % 10 == 1]}",
        lambda n: 0.0 if n % 8 == 3 or n % 10 == 1 else money(n),
    ),
    "a state of some lines only, which the others of the order do not share": Shop(
        "order_id,customer_id,order_date,amount,status,return status",
        lambda n: f"{money(n)},shipped,{'Returned' if n % 10 == 1 else ''}",
        lambda n: 0.0 if n % 10 == 1 else money(n),
    ),
    "a state in a column called state": stated("state", "complete", "paid", "canceled", sold=2),
    "places in a column called state": stated("state", "Ohio", "Texas", sold=2),
    "Spanish": stated("estado_venta", "FINALIZADA", "ENVIADA", "ANULADA", sold=2),
    "Arabic": stated("حالة الطلب", "تم التنفيذ", "ملغي", "مسترجع", sold=1),
    "Vietnamese": stated("Trạng thái", "Hoàn thành", "Đang giao", "Đã hủy", sold=2),
    "Portuguese": stated("Status", "Completa", "Reembolsada", "Aguardando pagamento", sold=1),
    "orders that nobody paid": stated("status", "completed", "pending_payment", "draft", sold=1),
    "bills that nobody has paid yet are owed": stated(
        "Status", "paid", "unpaid", "void", sold=2, order="Invoice Number"
    ),
    "kinds of lines that take money back without a minus": Shop(
        "Receipt number,Customer ID,Date,Net sales,Receipt type",
        lambda n: f"{money(n)},{['Sale', 'Sale', 'Refund'][n % 3]}",
        lambda n: 0.0 if n % 3 == 2 else money(n),
    ),
    "kinds of lines that take money back with a minus": Shop(
        "Receipt number,Customer ID,Date,Net sales,Receipt type",
        lambda n: f"{'-' * (n % 3 == 2)}{money(n)},{['Sale', 'Sale', 'Refund'][n % 3]}",
        lambda n: -money(n) if n % 3 == 2 else money(n),
    ),
    "money after fees beside what was paid": Shop(
        "Order ID,Buyer ID,Order Date,Gross Amount,Fees,Net Amount",
        lambda n: f"{money(n)},1.25,{money(n) - 1.25}",
        money,
    ),
    "what was paid back of some orders": Shop(
        "order_id,customer_id,order_date,total,refunded_amount",
        lambda n: f"{money(n)},{money(n) / 2 if n % 9 == 2 else 0:.3f}",
        lambda n: money(n) / 2 if n % 9 == 2 else money(n),
    ),
    "what was paid back of net money already": Shop(
        "order_id,customer_id,order_date,net_revenue,refund_amount",
        lambda n: f"{money(n)},{(n % 4) / 4 + 1 if n % 9 == 2 else 0}",
        money,
    ),
    "a day of cancelling, and orders that try the shop": Shop(
        "order_id,customer_id,created_at,total_price,cancelled_at,test",
        lambda n: f"{money(n)},{DAY if n % 9 == 2 else ''},{'true' if n % 10 == 5 else 'false'}",
        lambda n: 0.0 if n % 9 == 2 or n % 10 == 5 else money(n),
    ),
    "contracts that were paid for until they were cancelled": Shop(
        "subscription_id,customer_id,start_date,monthly_amount,status",
        lambda n: f"{money(n)},{['active', 'cancelled'][n % 2]}",
        money,
    ),
    "kinds of deposits that might be paid back": Shop(
        "Booking ID,Guest ID,Booked on,Amount,deposit_type",
        lambda n: f"{money(n)},{['No Deposit', 'Non Refund', 'Refundable'][n % 3]}",
        money,
    ),
    "days on which contracts ended": Shop(
        "contract_id,customer_id,start_date,amount,cancelled_at",
        lambda n: f"{money(n)},{DAY if n % 5 == 2 else ''}",
        money,
    ),
    "a currency in two spellings": Shop(
        "order_id,customer_id,order_date,amount,currency", lambda n: f"{money(n)},{['USD', 'usd'][n % 2]}", money
    ),
    "orders that a flag says nobody paid": Shop(
        "Pedido,ID Cliente,Data,Valor,Pago",
        lambda n: f"{money(n)},{'Não' if n % 9 == 2 else 'Sim'}",
        lambda n: 0.0 if n % 9 == 2 else money(n),
    ),
    "returns told in words": Shop(
        "Order ID,Customer ID,Order Date,Sales,Returned",
        lambda n: f"{money(n)},{'Returned' if n % 9 == 2 else 'Not Returned'}",
        lambda n: 0.0 if n % 9 == 2 else money(n),
    ),
    "money in one currency beside that in several": Shop(
        "Order ID,Customer ID,Order Date,Total,Currency,Total (EUR)",
        lambda n: f"{money(n) * (1 + n % 3)},{['EUR', 'GBP', 'USD'][n % 3]},{money(n)}",
        money,
    ),
    "money whose name ends in its currency": Shop(
        "order_id,customer_id,order_date,local,currency,amount_usd",
        lambda n: f"{money(n) * (1 + n % 3)},{['EUR', 'GBP', 'USD'][n % 3]},{money(n)}",
        money,
    ),
    "points between thousands": Shop(
        "Mã đơn hàng,Mã khách hàng,Ngày đặt,Đơn giá,SL,Thành tiền",
        lambda n: f"{25 + n % 7}.000,{1 + n % 3},{(25 + n % 7) * (1 + n % 3)}.000",
        lambda n: (25 + n % 7) * (1 + n % 3) * 1000.0,
    ),
    "whole cents": Shop("orderId,playerId,createdAt,amount_cents", lambda n: f"{money(n) * 100:.0f}", money),
    "sums of reductions beside what is paid": Shop(
        "订单编号,用户ID,下单时间,优惠总金额,订单应付金额", lambda n: f"{n % 3},{money(n)}", money
    ),
}


def opened(path: Path, shop: Shop) -> Opened:
    lines = (f"{1000 + n},C{n % CUSTOMERS},{DAY + timedelta(days=n)},{shop.cells(n)}" for n in range(COUNT))
    path.write_text("\n".join([shop.header, *lines]) + "\n", encoding="utf-8")
    return open_files([str(path)])


@pytest.mark.parametrize("name", SHOPS)
def test_revenue_is_of_what_was_sold(name: str, tmp_path: Path) -> None:
    found = opened(tmp_path / "shop.csv", SHOPS[name])
    customers = customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices())
    assert customers.revenue == pytest.approx(sum(map(SHOPS[name].worth, range(COUNT))))
    assert customers.frame.height == CUSTOMERS


GUESTS = {
    "an account of 0": "0",
    "no account": "",
    "an account called guest": "Guest",
}


@pytest.mark.parametrize("name", GUESTS)
def test_guests_are_told_apart_by_their_address(name: str, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [
        f"{n},{GUESTS[name] if n % 7 < 3 else n % 7},a{n % 7}@example.org,{DAY + timedelta(days=n)},10"
        for n in range(60)
    ]
    path.write_text("\n".join(["Order ID,Customer ID,Email,Order Date,Total", *rows]) + "\n")
    found = open_files([str(path)])
    assert found.loaded.sources[0].findings.roles["customer_id"] == "Email"
    customers = customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices())
    assert (customers.frame.height, customers.revenue) == (7, 600.0)


def test_a_family_name_alone_is_the_whole_name(tmp_path: Path) -> None:
    path = tmp_path / "commandes.csv"
    rows = [f"V-{n};{DAY + timedelta(days=n)};Dana Roy {n % 7};2;19,90 €" for n in range(60)]
    path.write_text("\n".join(["Numéro de commande;Date;Nom;Quantité;Prix unitaire", *rows]) + "\n", encoding="utf-8")
    assert open_files([str(path)]).loaded.sources[0].findings.roles["customer_id"] == "Nom"


def test_several_addresses_of_one_account_leave_it_one_customer(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"{n},{n % 7},a{n % 21}@example.org,{DAY + timedelta(days=n)},10" for n in range(63)]
    path.write_text("\n".join(["Order ID,Customer ID,Email,Order Date,Total", *rows]) + "\n")
    assert open_files([str(path)]).loaded.sources[0].findings.roles["customer_id"] == "Customer ID"


def test_ids_whose_digits_a_spreadsheet_cut_number_no_orders(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"2.50623E+14,u{n % 7},{DAY + timedelta(days=n)},10" for n in range(60)]
    path.write_text("\n".join(["订单编号,用户ID,下单时间,订单金额", *rows]) + "\n", encoding="utf-8")
    found = open_files([str(path)])
    customers = customer_table(cleaned_rows(found.recipe, found.loaded), CustomerChoices())
    assert customers.frame["frequency"].sum() == 60
