"""Orders as shops of many countries export them: in their encoding, words, dates and money."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from analysis.intake.opening import open_files
from analysis.sources import read
from analysis.sources.types import Hints, guess

ROLES = "customer_id order_id order_date product_name quantity amount"
FILES = {
    "Polish": ("cp1250", "Nr klienta;Nr zamówienia;Data sprzedaży;Nazwa towaru;Ilość;Wartość brutto", "Książka", "PLN"),
    "Czech": (
        "cp1250",
        "Číslo zákazníka;Číslo objednávky;Datum objednávky;Název zboží;Množství;Částka",
        "Židle",
        "CZK",
    ),
    "Hungarian": ("cp1250", "Vevőkód;Rendelésszám;Rendelés dátuma;Termék;Mennyiség;Végösszeg", "Hűtőmágnes", "HUF"),
    "Turkish": ("cp1254", "Müşteri No;Sipariş No;Sipariş Tarihi;Ürün Adı;Adet;Tutar", "Gömlek şık", "TRY"),
    "Greek": ("cp1253", "Κωδικός πελάτη;Αρ. παραγγελίας;Ημερομηνία;Προϊόν;Ποσότητα;Σύνολο", "Καρέκλα", "EUR"),
    "Russian": ("cp1251", "Код контрагента;Номер заказа;Дата заказа;Номенклатура;Количество;Сумма", "Стул", "RUB"),
    "Swedish": ("cp1252", "Kundnummer;Ordernummer;Orderdatum;Produktnamn;Antal;Belopp", "Hängmatta röd", ""),
    "Korean": ("cp949", "회원번호;주문번호;주문일자;상품명;수량;결제금액", "머그컵", "KRW"),
    "Taiwanese": ("big5", "會員編號;訂單編號;訂單日期;商品名稱;數量;訂單金額", "羊毛圍巾", "TWD"),
    "Japanese": ("cp932", "会員コード;伝票番号;売上日;商品名;数量;売上金額", "緑茶", "JPY"),
    "SAP": ("utf-16", "Kunnr;Vbeln;Fkdat;Arktx;Fkimg;Netwr", "Schraube", "EUR"),
}
SIGNS = {
    "PLN": " zł",
    "CZK": " Kč",
    "HUF": " Ft",
    "TRY": " TL",
    "EUR": " EUR",
    "RUB": " руб.",
    "KRW": "원",
    "TWD": "NT$",
    "JPY": "円",
    "": "",
}
DAYS = {
    "Hungarian": "{0:%Y.%m.%d.}",
    "Czech": "{0.day}. {0.month}. {0.year}",
    "Taiwanese": "{1}/{0:%m/%d}",
    "Japanese": "令和{2}年{0.month}月{0.day}日",
    "Korean": "{0.year}. {0.month}. {0.day}.",
}


def day_in(language: str, day: date) -> str:
    """Return the day as the language writes it, with its own count of years."""
    return DAYS.get(language, "{0:%d.%m.%Y}").format(day, day.year - 1911, day.year - 2018)


@pytest.mark.parametrize("language", FILES)
def test_orders_of_a_country_are_read_as_they_stand(language: str, tmp_path: Path) -> None:
    encoding, header, product, currency = FILES[language]
    whole = SIGNS[currency] in ("원", "NT$", "円")
    rows = []
    for place in range(40):
        money = f"{1000 + place}" if whole else f"{1 + place % 3}.{100 + place},{place:02d}"
        signed = f"NT${money}" if currency == "TWD" else money + SIGNS[currency]
        day = date(2023, 1, 5) + timedelta(days=9 * place)
        rows.append(
            f"K{place % 7:04d};{9000 + place};{day_in(language, day)};{product} {place};{1 + place % 3};{signed}"
        )
    path = tmp_path / "orders.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    found = open_files([str(path)]).loaded.sources[0]
    assert found.findings.roles == dict(zip(ROLES.split(), header.split(";"), strict=True))
    assert found.kind == "transactions"
    frame = read(path).frame.collect()
    assert frame[header.split(";")[2]].cast(pl.Date).max() == date(2023, 1, 5) + timedelta(days=9 * 39)
    money = frame[header.split(";")[5]]
    assert money[13] == (1013 if whole else 2113.13)
    assert next(iter(found.findings.columns[5].currencies), "") == SIGNS[currency].strip()


MONTHS = {
    "German": ("{0.day}. {1} {0.year}", "Januar Februar März April Mai Juni Juli August September Oktober November"),
    "French": ("{0.day} {1} {0.year}", "janv. févr. mars avr. mai juin juil. août sept. oct. nov."),
    "Spanish": ("{0.day} de {1} de {0.year}", "enero febrero marzo abril mayo junio julio agosto septiembre octubre"),
    "Portuguese": ("{0:%d}/{1}/{0:%y}", "jan fev mar abr mai jun jul ago set out nov"),
    "Italian": ("{0.day} {1} {0.year}", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre"),
    "Dutch": ("{0.day} {1} {0.year}", "januari februari maart april mei juni juli augustus september oktober"),
    "Polish": (
        "{0.day} {1} {0.year}",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października",
    ),
    "Czech": ("{0.day}. {1} {0.year}", "ledna února března dubna května června července srpna září října"),
    "Hungarian": ("{0.year}. {1} {0.day}.", "január február március április május június július augusztus szeptember"),
    "Russian": ("{0.day} {1} {0.year} г.", "января февраля марта апреля мая июня июля августа сентября октября"),
    "Turkish": ("{0.day} {1} {0.year}", "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım"),
}
OTHERS = {
    "Minguo": lambda day: f"民國{day.year - 1911}年{day.month}月{day.day}日",
    "Reiwa": lambda day: f"R{day.year - 2018}.{day.month}.{day.day}",
    "Buddhist": lambda day: f"{day:%d/%m}/{day.year + 543}",
    "tabs behind": lambda day: f"{day:%Y/%m/%d %H:%M}\t",
    "month first, short": lambda day: f"{day:%b-%d-%y}",
    "Oracle": lambda day: f"{day:%d-%b-%y} 10.11.12.000000 AM".upper(),
    "SAS": lambda day: f"{day:%d%b%Y}:10:11:12".upper(),
    "Unix": lambda day: f"{day:%a %b %d} 10:11:12 PST {day.year}",
    "mail": lambda day: f"{day:%B %d, %Y} at 10:11 AM",
    "microseconds": lambda day: f"{(day - date(1970, 1, 1)).days * 86_400_000_000 + 1}",
}


def read_days(cells: list[str]) -> list[date]:
    """Return the days that a column of such cells is read as."""
    reading = guess(dict.fromkeys(cells, 1), Hints(named_date=True))
    return pl.DataFrame({"cell": cells}).select(reading.value(pl.col("cell")).cast(pl.Date)).to_series().to_list()


@pytest.mark.parametrize("language", MONTHS)
def test_months_are_read_in_any_language(language: str) -> None:
    form, names = MONTHS[language]
    days = [date(2024, month, day) for month in range(1, len(names.split()) + 1) for day in (1, 14, 29)]
    assert read_days([form.format(day, names.split()[day.month - 1]) for day in days]) == days


@pytest.mark.parametrize("way", OTHERS)
def test_days_are_read_in_unusual_ways(way: str) -> None:
    days = [date(2023, 1, 3) + timedelta(days=9 * place) for place in range(45)] + [date(2024, 2, 29)]
    assert read_days([OTHERS[way](day) for day in days]) == days


def test_codes_that_begin_like_a_currency_stay_text() -> None:
    assert guess({f"TL{place}": 1 for place in range(100, 140)}, Hints()).type == "text"
    assert guess({f"{place},50 TL": 1 for place in range(100, 140)}, Hints()).type == "decimal"


@pytest.mark.parametrize("form", ["1{0}-60-75", "S{0}-2-3", "R{0}.4.5", "1{0}.10.11"])
def test_codes_and_measures_that_look_like_days_of_an_era_stay_text(form: str) -> None:
    cells = [form.format(place) for place in range(10, 29)]
    assert guess(dict.fromkeys(cells, 1), Hints()).type == "text"


def test_numbers_that_only_begin_like_days_stay_what_they_are() -> None:
    assert guess({f"2023{place:04d}": 1 for place in range(1, 900, 9)}, Hints()).type == "integer"
    assert guess({f"2023{month:02d}{day:02d}": 1 for month in (1, 2) for day in range(1, 29)}, Hints()).type == "date"
    assert guess({f"+49301000{place:03d}": 1 for place in range(90)}, Hints()).type == "text"


def test_six_digits_are_days_or_months_where_the_name_says_so_and_they_cannot_be_both() -> None:
    days = [date(1993, 1, 3) + timedelta(days=9 * place) for place in range(200)]
    assert read_days([f"{day:%y%m%d}" for day in days]) == days
    assert read_days(["202301", "202302", "201912"]) == [date(2023, 1, 1), date(2023, 2, 1), date(2019, 12, 1)]
    both = {f"20{year:02}{month:02}": 1 for year in range(1, 13) for month in range(1, 13)}
    assert guess(both, Hints(named_date=True)).type == "integer"
    assert guess({f"{day:%y%m%d}": 1 for day in days}, Hints()).type == "integer"


MEMBERS = {
    "French": (
        "N° adhérent;Nom;Prénom;Date de naissance;CP;Ville;Date d'adhésion;Montant versé",
        "customer_id last_name first_name birthday postal_code city signup_date total_purchase",
    ),
    "Portuguese": (
        "Cód. Cliente;Dt. Nasc.;UF;Dt. Cadastro;Últ. Compra;Qtd. Compras;Total Gasto (R$);Ticket Médio",
        "customer_id birthday region signup_date last_order_date total_order total_purchase purchase_amount",
    ),
    "Italian": (
        "Codice Socio;Cognome;Data di nascita;Comune;Prov.;CAP",
        "customer_id last_name birthday city region postal_code",
    ),
    "Polish": (
        "Nr karty;Płeć;Rok urodzenia;Data rejestracji;Liczba zakupów;Wartość zakupów [zł]",
        "customer_id gender birth_year signup_date total_order total_purchase",
    ),
    "Russian": (
        "Контрагент;Дата регистрации;Количество заказов;Сумма продаж, руб.",
        "customer_id signup_date total_order total_purchase",
    ),
    "Arabic": ("رقم العميل;إجمالي المشتريات;عدد الطلبات", "customer_id total_purchase total_order"),
    "Japanese": ("顧客コード;入会日;会員ランク;累計購入金額", "customer_id signup_date loyalty total_purchase"),
    "Odoo": ("id;name;customer_rank;total_invoiced;create_date", "customer_id name - total_purchase signup_date"),
}
CELLS = {
    "birthday": "04.03.1985", "signup_date": "04.03.2021", "last_order_date": "04.03.2023", "birth_year": "1985",
    "total_purchase": "{}0,50", "purchase_amount": "{}5,25", "total_order": "{}", "postal_code": "0{}123",
    "gender": "K", "loyalty": "A", "-": "1",
}  # fmt: skip


@pytest.mark.parametrize("language", MEMBERS)
def test_lists_of_members_are_read_as_they_stand(language: str, tmp_path: Path) -> None:
    header, roles = MEMBERS[language]
    rows = [
        ";".join(CELLS.get(role, f"{role[:3]}{{}}").format(place) for role in roles.split()) for place in range(30, 60)
    ]
    path = tmp_path / "members.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    table = read(path)
    found = {name: role for role, name in table.findings.roles.items()}
    assert [found.get(name, "-") for name in header.split(";")] == roles.split()
    assert table.findings.kind == "customers"


def test_a_number_that_a_file_declares_may_be_a_day(tmp_path: Path) -> None:
    path = tmp_path / "profile.jsonl"
    path.write_text("".join(f'{{"id": "c{day}", "became_member_on": 201702{day:02d}}}\n' for day in range(10, 28)))
    frame = read(path).frame.collect()
    assert frame["became_member_on"].max() == date(2017, 2, 27)


def test_what_is_called_an_amount_may_count_units(tmp_path: Path) -> None:
    path = tmp_path / "ta_feng.csv"
    rows = [f"11/{1 + n}/2000,0110490{n % 4},471{n},{1 + n % 3},{40 + n}" for n in range(25)]
    path.write_text("\n".join(["TRANSACTION_DT,CUSTOMER_ID,PRODUCT_ID,AMOUNT,SALES_PRICE", *rows]) + "\n")
    roles = read(path).findings.roles
    assert (roles["quantity"], roles["unit_price"], roles["order_date"]) == ("AMOUNT", "SALES_PRICE", "TRANSACTION_DT")


def test_what_differs_more_stands_in_for_ids(tmp_path: Path) -> None:
    header = "ORDERNUMBER,ORDERDATE,SALES,CUSTOMERNAME,PHONE"
    rows = [f"{10100 + n},2/{1 + n}/2003,{50 + n}.50,Shop {n % 9},212555{n % 8:04d}" for n in range(27)]
    path = tmp_path / "sales_data_sample.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    assert read(path).findings.roles["customer_id"] == "CUSTOMERNAME"
