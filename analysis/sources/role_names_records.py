"""How programs for contacts, surveys, policies, members and ledgers call their columns; as the English names."""

from __future__ import annotations

RECORD_NAMES: dict[str, str] = {
    "customer_id": (
        "record id contact:.95, record id company:.9, response id:.75, resp id:.8, student id:.85, student no:.8, "
        "student number:.8, pupil id:.8, employee id:.8, employee number:.8, employee no:.8, emp id:.8, staff id:.75, "
        "applicant id:.8, borrower id:.85, resident id:.8, voter id:.8, policyholder id:.9, insured id:.85, "
        "policy id:.75, policy number:.7, policy no:.7, contract account:.75, meter id:.7, calling number:.7, "
        "caller number:.7, patron id:.85, attendee id:.75, subscription id:.6, rider id:.7, "
        "n adhérent:.95, numéro d adhérent:.95, no adhérent:.95, numéro de membre:.9, codice socio:.95, "
        "numero socio:.95, numero tessera:.85, n tessera:.85, número de socio:.95, nr karty:.8, numer karty:.8, "
        "lidnummer:.95, lidnr:.9, mitglied nr:.95"
    ),
    "order_id": "belegfeld 1:.9",
    "order_date": "created time:.7, bokföringsdag:.85, bokföringsdatum:.85, bokføringsdato:.85, txn day:.8",
    "amount": (
        "betr in hw:.9, betrag in hw:.9, betrag in hauswährung:.9, betrag hauswährung:.9, betr in hauswährung:.9, "
        "betrag in belegwährung:.8, umsatz ohne soll haben kz:1.02, сумма продаж:.9, wartość zakupów:.85"
    ),
    "total_purchase": (
        "lifetime amount:.95, lifetime giving:.95, lifetime donations:.95, lifetime donation amount:.95, "
        "total giving:.9, total donated:.95, total donations:.85, total invoiced:.9, total gasto:.95, "
        "montant versé:.7, total versé:.9, wartość zakupów:.9, сумма продаж:.9, إجمالي المشتريات, סך רכישות, "
        "סה כ רכישות"
    ),
    "customer_lifetime": (
        "months as customer:.95, months since policy inception:.9, subscription length:.8, account length:.75, "
        "months subscribed:.9, years as member:.9, customer for months:.9"
    ),
    "signup_date": (
        "created on:.65, created time:.65, optin time:.8, opt in time:.8, opt in date:.8, subscribed on:.8, "
        "subscribed at:.8, patronage since date:.9, customer from:.8, became a customer date:.9, enrolled on:.8, "
        "account open date:.85, account opened:.8, date opened:.7, policy bind date:.85, policy start date:.85, "
        "contract start date:.8, activation date:.8, registered:.75, signed up:.95, registration init time:.95, "
        "date d adhésion:.95, dt cadastro:.95, data cadastro:.95, fecha de alta:.95, fecha alta:.95, "
        "ngày tham gia:.95"
    ),
    "last_order_date": (
        "last charge date:.75, last donation date:.9, last gift date:.95, last payment date:.8, last order placed:.9, "
        "últ compra:.95, data última compra:.95, dt última compra:.95"
    ),
    "total_order": "qtd compras:.95, qtde compras:.95, cantidad de compras:.95, عدد الطلبات, מספר הזמנות",
    "purchase_amount": "ticket médio:.95, panier moyen:.95, scontrino medio:.95, средний чек:.95, średni paragon:.9",
    "birthday": "dt nasc:.95, dt nascimento:.95, data nasc:.95, geb datum:.9",
    "birth_year": (
        "rok urodzenia, год рождения, año de nacimiento, anno di nascita, ano de nascimento, geboortejaar, "
        "doğum yılı, födelseår"
    ),
    "city": "comune:.85, município:.85, municipio:.85",
    "region": "uf:.7, prov:.8",
    "postal_code": "cp:.75, cap:.7",
    "loyalty": "会員ランク:.9, 회원등급:.9, 등급:.75",
    "visits": "web sessions:.9",
    "occupation": "employment status:.95, job role:.85, position:.65, designation:.7, what is your occupation:.9",
    "complaints": "number of open complaints:.95, open complaints:.95",
    "age": "how old are you:.95, what is your age:.95, your age:.95",
    "gender": "what is your gender:.95, your gender:.95",
    "education": "what is your highest level of education:.95, highest level of education:.95",
    "income": "what is your annual household income:.95, what is your household income:.95",
    "country": "which country do you live in:.95, in which country do you live:.95",
}
"""Role → names with their weights."""
