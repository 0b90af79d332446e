"""Roles and kinds of well-known tables."""

from __future__ import annotations

import pytest

from analysis.errors import RecipeError
from analysis.sources import read
from analysis.sources.role_content import ColumnFacts
from analysis.sources.role_matching import matches
from analysis.sources.roles import assign_roles, kind_of_table, named_like_date, named_like_id
from analysis.sources.types import Hints, guess
from tests.analysis.sources.exports import EXPORTS as SOLD
from tests.analysis.sources.exports import Export
from tests.analysis.sources.exports_paid import PAID
from tests.analysis.sources.exports_records import RECORDS
from tests.analysis.sources.exports_shops import SHOPS

EXPORTS = (*SOLD, *PAID, *RECORDS, *SHOPS)

ROWS = 1000


def facts_of(name: str, cell: str, unique: bool) -> ColumnFacts:
    kind = guess({cell: ROWS}, Hints(named_id=named_like_id(name), named_date=named_like_date(name))).type
    if cell == "":
        return ColumnFacts(name, kind, ROWS, ROWS, 0)
    number = float(cell) if kind in ("integer", "decimal") else None
    few = kind == "boolean" or name in ("gender", "Gender", "性别")
    decimals = len(cell.partition(".")[2]) if kind == "decimal" else 0
    distinct = ROWS if unique else 2 if few else 60
    return ColumnFacts(name, kind, ROWS, 0, distinct, number, number, decimals, (cell,))


def all_facts(export: Export) -> list[ColumnFacts]:
    unique = export.unique.split("|")
    cells = zip(export.header.split("|"), export.row.split("|"), strict=True)
    return [facts_of(name, cell, name in unique) for name, cell in cells]


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_roles_and_kind_of_known_exports(export: Export) -> None:
    facts = all_facts(export)
    found = {each.role: name for name, each in assign_roles(facts).items()}
    expected = dict(pair.split("=") for pair in export.roles.split(","))
    assert {role: found.get(role, "None") for role in expected} == expected
    assert kind_of_table(found, {each.name: each for each in facts}) == export.kind


def test_every_role_has_its_evidence_and_at_most_one_column() -> None:
    for export in EXPORTS:
        roles = list(assign_roles(all_facts(export)).values())
        assert len({each.role for each in roles}) == len(roles)
        assert all(each.evidence for each in roles)


def test_the_analyst_decides_roles_and_wrong_names_are_refused_with_the_nearest() -> None:
    facts = all_facts(EXPORTS[0])
    given = assign_roles(facts, {"customer_id": "StockCode"})
    assert given["StockCode"].role == "customer_id"
    assert [each.role for each in given.values()].count("customer_id") == 1
    with pytest.raises(RecipeError, match="did you mean “Customer ID”"):
        assign_roles(facts, {"customer_id": "CustomerID"})
    with pytest.raises(RecipeError, match="did you mean “customer_id”"):
        assign_roles(facts, {"customerid": "Customer ID"})


def test_a_column_that_is_not_there_is_told_with_one_that_plays_no_other_role(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("order_id,CUSTOMER,amount\n1,a,2.5\n2,b,3.5\n3,a,4.5\n")
    with pytest.raises(RecipeError, match="did you mean “CUSTOMER”"):
        read(path, roles={"customer_id": "customer", "order_id": "order_id"})
    with pytest.raises(RecipeError, match="columns are order_id, CUSTOMER, amount"):
        read(path, roles={"country": "land"})


def test_norway_is_a_country_and_no_answer(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("customer_id,country,newsletter\n" + "".join(f"{n},NO,{('no', 'yes')[n % 2]}\n" for n in range(30)))
    frame = read(path).frame.collect()
    assert frame["country"].unique().to_list() == ["NO"]
    assert frame["newsletter"].to_list()[:2] == [False, True]


COMPOSED = {
    "order_id": "pedido_id ID_Venta cod_venda nro_factura BestellID bestel_id id_zamowienia siparis_no id_pesanan "
    "id_transaction",
    "order_date": "fecha_factura dt_venda date_achat bestell_datum data_zamowienia siparis_tarihi tanggal_pesanan",
    "customer_id": "cod_cliente kunden_id klant_id id_klienta musteri_id id_покупателя id_pelanggan usuario_id",
    "amount": "Total_Venta vlr_total montant_total gesamt_preis totaal_bedrag toplam_tutar Bestellsumme "
    "kwota_zamowienia",
    "unit_price": "precio_unit prix_unitaire einzel_preis stukprijs cena_jednostkowa birim_fiyat harga_satuan",
    "payment_method": "Metodo_Pago mode_paiement zahlungs_art betaalmethode metoda_platnosci odeme_yontemi",
    "status": "estado_venta statut_commande bestell_status stato_ordine статус_заказа",
    "discount": "valor_desconto vlr_desconto",
    "total_order": "quantidade_compras Num_Compras",
    "phone": "telefone_cliente",
}
"""Role → names that other words or another order make of its usual ones."""


@pytest.mark.parametrize("role", COMPOSED)
def test_names_composed_of_words_of_other_languages_are_understood(role: str) -> None:
    best = {name: max(matches(name).items(), key=lambda each: each[1].score) for name in COMPOSED[role].split()}
    assert {name: found for name, (found, match) in best.items() if match.score >= 0.6} == dict.fromkeys(best, role)


@pytest.mark.parametrize(
    "name", ["vendedor", "precio_envio", "Versandkosten", "fecha_nacimiento", "ledger", "art", "tag"]
)
def test_names_of_other_things_are_none_of_orders(name: str) -> None:
    found = {role for role, match in matches(name).items() if match.score >= 0.6}
    assert not found & {"customer_id", "order_id", "amount", "unit_price", "quantity", "order_date"}
