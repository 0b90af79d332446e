"""How programs and known data sets call their columns: SAP, shops, tills, research; as the English names."""

from __future__ import annotations

SYSTEM_NAMES: dict[str, str] = {
    "customer_id": (
        "comp aux num:.9, kd number, kdnr:.95, 买家用户名:.9, msno:.9, ncodpers:.9, master id:.8, "
        "associated company ids:.9, associated contact ids:.88, "
        "account name id:.9, associated contact:.7, deal organization:.85, deal contact person:.8, "
        "requester id, guest no, guest number, donor no, donor number, subscriber no:.9, "
        "party name:.8, party:.7, party code:.9, party ledger name:.8, "
        "交易对方:.75, 对方账号:.8, 对方户名:.75, 交易對方:.75, "
        "counterparty iban:.85, counterparty account:.85, partner iban:.85, counterparty:.8, "
        "counterparty name:.8, partner name:.8, "
        "购买方:.85, 购买方名称:.9, 购方名称:.9, 购货方:.8, 购货单位名称:.9, gstin uin of recipient:.9, "
        "kunnr, kunag:.95, sold to pt:.95, sold to customer:.95, cust code, cust, klaviyo id:.9, "
        "buyer username:.95, buyer:.85, "
        "buyer user name:.95, buyer id number:.9, reviewer id:.9, reviewerid:.9, person:.8, passenger id:.8, "
        "player id:.85, donor id:.9, donor:.8, purchaser id:.95, purchaser:.8, guest:.75, "
        "attendee id:.9, patron id:.9, patron:.75, "
        "tenant id:.6, msisdn:.7, card no:.75, anonymous id:.75, client ref:.9, "
        "distinct id:.8, user pseudo id:.9, customer external id:.85, member:.75, card code:.8, cardcode:.85, "
        "debitor nr, shopper ref:.85, customer hash:.9, hashed customer id:.95, cust ref:.85, payer:.7"
    ),
    "order_id": (
        "piece ref:.9, ro number:.8, gift id:.85, repair order:.8, work order:.8, job number:.7, "
        "booking ref:.9, booking reference:.95, reservation no:.9, reservation number:.95, reservation id:.95, "
        "txn number, "
        "donation id, donation number:.9, book number:.9, booking number:.95, booking no:.95, riferimento:.7, "
        "sale code:.95, sale number:.95, purchase code:.95, purchase number:.95, receipt code:.95, "
        "vbeln, belnr:.9, sales doc:.95, sales document number:.95, billing document:.9, billing doc:.9, "
        "doc no:.8, doc num:.8, doc entry:.7, document no:.8, increment id:.95, invoiceid:.99, purchase order:.7, "
        "ordernumber, basket:.7, session order id:.8, transaction:.8, order name:.85, parent order id:.6, "
        "receipt:.8, cart id:.7, saleid, trans no, voucher no:.8, check number:.75, check id:.75, ticket no:.8, "
        "folio:.6, confirmation number:.8"
    ),
    "order_date": (
        "opened:.62, "
        "订单提交时间, 支付完成时间:.85, completed date:.75, started date:.65, closing date:.85, won time:.85, "
        "deal won time:.9, deal created:.65, deal deal created:.65, "
        "ecriture date:.85, "
        "booked on, booked at, booked date:.95, gift date:.95, donation date, ro date:.8, service date:.8, "
        "issue date:.8, "
        "消费产生的时间, 消费产生时间, "
        "fkdat:.95, audat:.95, erdat:.85, budat:.9, bldat:.9, doc date:.85, billing date:.9, created date time:.7, "
        "shop date:.95, order purchase date, transaction date and time, transaction day:.9, trans day:.85, "
        "date of sale, date of order, date of transaction, dat:.6, sales day:.9, orderdate, purchase day:.9, "
        "date purchased, invoice day:.9, order completed at:.85, completed at:.75, order processed at:.8, "
        "settlement date:.7, date id:.6, date key:.6, week end date:.6, posted date:.8, value date:.7, "
        "service date:.8, fulfilled at:.5"
    ),
    "order_time": "pos time, till time, ticket time, shop time:.9, erzet:.95, uzeit:.9, trn time",
    "amount": (
        "paid price:.9, "
        "net price:.8, gross price:.7, final price:.85, ext price:.9, gift amount:.95, donation amount, "
        "donation total, total bayar:.95, donation:.75, invoice value, bill value, taxable value:.85, "
        "sale total, "
        "netwr, dmbtr:.9, wrbtr:.85, net value:.95, net value sc:.9, spend:.85, total spend amount:.9, money:.7, "
        "sum:.7, amount in local currency:.9, amount in lc:.85, order total usd:.95, total sum:.9, "
        "sales amount usd:.95, item amount:.85, trans value:.9, transaction amount inr:.95, gmv:.85, "
        "order grand total:.98, total incl tax:.95, total inc tax:.95, total including tax:.95, "
        "total excl tax:.85, amount total usd:.95, receipt total:.95, basket total:.95, total gross:.85, "
        "total ex vat:.85, total inc vat:.95, sold price:.6, dollar sales:.85"
    ),
    "quantity": (
        "purchase quantity, "
        "fkimg, menge fkimg:.8, kwmeng, order quantity sold:.8, item qty, line qty, purchase qty, sold qty, "
        "no of units, unit:.4"
    ),
    "unit_price": (
        "pu ht:.95, pu ttc:.95, pu:.75, deal price:.9, original price:.65, preço acordado:.95, preço original:.65, "
        "harga setelah diskon:.95, harga awal:.65, harga jual:.9, giá ưu đãi:.95, giá gốc:.65, ราคาขาย:.95, "
        "price per ticket:.9, price per unit, price per item, price each, "
        "sold for:.85, price point:.5, unit price usd, unit selling price:.95, price item:.85, item cost:.6, rate:.4"
    ),
    "product_id": (
        "matnr, itemid, prod code, plucode:.8, product ref:.9, item ref:.85, movie id:.7, asin isbn:.85, track id:.6"
    ),
    "product_name": (
        "dish name:.9, dish:.8, menu item:.9, plato:.7, gericht:.8, 菜品:.9, 菜名:.9, メニュー名:.9, メニュー:.8, "
        "arktx, maktx, itemdescription:.95, item desc:.9, prod desc:.85, product title name:.9, itemname, goods:.7"
    ),
    "category": (
        "matkl:.85, prod cat:.9, product class:.85, product subclass:.8, product subcategory:.75, sub category:.7, "
        "subcategory:.7, dept:.75"
    ),
    "total_purchase": (
        "ca total:.9, "
        "umsatz:.75, chiffre d affaires:.8, fatturato:.75, omzet:.75, facturación:.7, "
        "累计成交金额, 累计金额:.9, 累计订单金额, "
        "累计销售额, 成交总额:.8"
    ),
    "last_order_date": (
        "last flight date:.9, last visit date:.6, last visit:.62, letzter kauf, letzte bestellung, letzter besuch:.7"
    ),
    "total_order": (
        "flight count:.9, transaction count:.9, "
        " 成交次数, payment count:.9, number of payments:.85, historic number of orders:.95, "
        "orders count lifetime:.9"
    ),
    "currency": "deal currency of value:.9, waerk, waers, curr:.9, ccy:.9, settlement currency:.7",
    "country": "default address country code:.9, land1:.9, cntry:.85, ctry:.85, iso country:.9",
    "city": "default address city:.9, ort01:.9",
    "event_type": "event action:.9, action type:.9, behavior code:.8, offer event:.6",
    "rating": "overall:.75, review stars:.9, user rating:.95, score:.5",
    "feedback": "text:.65, review body text:.9, verbatim:.85, open ended response:.8",
    "age": "age group:.85, age band:.8, age range:.8, agegroup:.85",
    "income": "income band:.8, income group:.8, income range:.8, income level:.8, annual salary income:.9",
    "status": (
        "order state:.4, fulfillment status:.6, delivery status:.5, deal status:.95, deal stage:.85, sales stage:.85, "
        "opportunity stage:.85, stage:.8"
    ),
    "signup_date": "date registered, eintritt:.8, eintrittsdatum:.9, ffp date:.9",
    "region": "default address province code:.9",
    "postal_code": "default address zip:.9",
    "phone": "default address phone:.7",
    "address": "default address address1:.9",
}
"""Role → names with their weights, as the English ones are written."""
