"""How programs for contacts, surveys, policies, members and ledgers call their columns; as the English names."""

from __future__ import annotations

RECORD_NAMES: dict[str, str] = {
    "customer_id": (
        "record id contact:.95, record id company:.9, response id:.75, resp id:.8, student id:.85, student no:.8, "
        "student number:.8, pupil id:.8, employee id:.8, employee number:.8, employee no:.8, emp id:.8, staff id:.75, "
        "applicant id:.8, borrower id:.85, resident id:.8, voter id:.8, policyholder id:.9, insured id:.85, "
        "policy id:.75, policy number:.7, policy no:.7, contract account:.75, meter id:.7, calling number:.7, "
        "caller number:.7, patron id:.85, attendee id:.75, subscription id:.6, rider id:.7"
    ),
    "order_id": "belegfeld 1:.9",
    "order_date": "created time:.7, bokföringsdag:.85, bokföringsdatum:.85, bokføringsdato:.85, txn day:.8",
    "amount": (
        "betr in hw:.9, betrag in hw:.9, betrag in hauswährung:.9, betrag hauswährung:.9, betr in hauswährung:.9, "
        "betrag in belegwährung:.8, umsatz ohne soll haben kz:1.02"
    ),
    "total_purchase": (
        "lifetime amount:.95, lifetime giving:.95, lifetime donations:.95, lifetime donation amount:.95, "
        "total giving:.9, total donated:.95, total donations:.85"
    ),
    "customer_lifetime": (
        "months as customer:.95, months since policy inception:.9, subscription length:.8, account length:.75, "
        "months subscribed:.9, years as member:.9, customer for months:.9"
    ),
    "signup_date": (
        "created on:.65, created time:.65, optin time:.8, opt in time:.8, opt in date:.8, subscribed on:.8, "
        "subscribed at:.8, patronage since date:.9, customer from:.8, became a customer date:.9, enrolled on:.8, "
        "account open date:.85, account opened:.8, date opened:.7, policy bind date:.85, policy start date:.85, "
        "contract start date:.8, activation date:.8"
    ),
    "last_order_date": (
        "last charge date:.75, last donation date:.9, last gift date:.95, last payment date:.8, last order placed:.9"
    ),
    "occupation": "employment status:.95, job role:.85, position:.65, designation:.7, what is your occupation:.9",
    "complaints": "number of open complaints:.95, open complaints:.95",
    "age": "how old are you:.95, what is your age:.95, your age:.95",
    "gender": "what is your gender:.95, your gender:.95",
    "education": "what is your highest level of education:.95, highest level of education:.95",
    "income": "what is your annual household income:.95, what is your household income:.95",
    "country": "which country do you live in:.95, in which country do you live:.95",
}
"""Role → names with their weights."""
