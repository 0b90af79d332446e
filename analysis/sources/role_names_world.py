"""How people call the columns of customer and order files in other languages, written as the English names are.

German, French, Spanish, Italian, Portuguese, Dutch and Japanese.
"""

from __future__ import annotations

WORLD_NAMES: dict[str, str] = {
    "customer_id": (
        "rfc cliente:.95, rfc:.7, cpf cnpj:.97, cpf:.85, cnpj:.8, dni:.85, rut:.8, ruc:.75, nit:.75, cedula:.85, "
        "documento cliente:.85, codice fiscale:.85, partita iva:.75, nif cliente:.9, cif cliente:.9, "
        "naam omschrijving:.7, naam tegenpartij:.8, 注文者id, 注文者:.8, 購入者:.8, 購入者番号, "
        "beguenstigter zahlungspflichtiger:.8, name zahlungsbeteiligter:.8, auftraggeber:.7, zahlungspflichtiger:.8, "
        "tegenrekening:.85, tegenrekening iban:.85, iban tegenpartij:.85, kontonummer iban:.85, "
        "iban zahlungsbeteiligter:.85, "
        "kundennummer, kundennr, kunden nr, kunden nummer, kunden id, kundenid, kunde:.85, debitor:.85, "
        "debitornr, debitorennummer, mitgliedsnummer, kundenkennung, numéro client, n client, no client, "
        "id client, code client, identifiant client, client id, numéro de client, numéro adhérent:.9, "
        "id cliente, código cliente, código de cliente, número de cliente, número cliente, cod cliente, "
        "codice cliente, cliente id, cliente:.8, n cliente, codigo do cliente, klantnummer, klant id, klantnr, "
        "klantcode, klant:.8, 顧客id, 顧客番号, 顧客コード, 会員id, 会員番号, 会員コード, お客様番号, "
        "得意先コード, ユーザーid, 購入者id"
    ),
    "order_id": (
        "n de venda:.9, número nf:.9, n nf:.85, número da nota:.9, nota fiscal número:.9, "
        "bestellnummer, bestell nr, bestellnr, bestellung:.7, auftragsnummer, auftragsnr, auftrag:.7, "
        "rechnungsnummer, rechnungsnr, rechnung:.7, belegnummer, belegnr, bonnummer, bon nr, transaktionsnummer, "
        "transaktions id, vorgangsnummer:.8, numéro commande, numéro de commande, n commande, no commande, "
        "id commande, commande:.7, n facture, no facture, numéro facture, numéro de facture, facture:.7, "
        "ticket de caisse, número de pedido, número pedido, id pedido, n pedido, pedido:.75, código pedido, "
        "número factura, número de factura, n factura, factura:.75, numero ordine, id ordine, n ordine, "
        "ordine:.7, numero fattura, n fattura, fattura:.7, scontrino:.8, número do pedido, nota fiscal:.8, "
        "ordernummer, bestelnummer, factuurnummer, bonnummer, 注文番号, 注文id, 受注番号, 注文no, 取引番号, "
        "伝票番号, 請求書番号, 購入番号, レシート番号"
    ),
    "order_date": (
        "data da venda, data de emissão:.9, data emissão:.9, fecha emisión:.9, fecha de emisión:.9, "
        "bestelldatum, bestellt am, bestellzeitpunkt, auftragsdatum, rechnungsdatum, kaufdatum, belegdatum, "
        "buchungsdatum:.85, buchungstag:.85, verkaufsdatum, transaktionsdatum, umsatzdatum:.85, datum:.75, "
        "kaufzeitpunkt, date de commande, date commande, date facture, date de facturation, date d achat, "
        "date achat, date de vente, date transaction, fecha pedido, fecha de pedido, fecha del pedido, "
        "fecha factura, fecha compra, fecha de compra, fecha venta, fecha:.75, data ordine, data fattura, "
        "data acquisto, data vendita, data pedido, data do pedido, data compra, data da compra, data venda, "
        "data:.65, besteldatum, orderdatum, factuurdatum, aankoopdatum, 注文日, 注文日時, 受注日, 受注日時, "
        "購入日, 購入日時, 購買日, 取引日, 売上日, 請求日:.8, 日付:.75, 日時:.7"
    ),
    "order_time": (
        "stunde:.75, uur:.75, uhrzeit, zeit:.85, bestellzeit, kaufzeit, verkaufszeit, belegzeit, bonzeit, "
        "transaktionszeit, rechnungszeit, buchungszeit:.9, heure:.9, heure de commande, heure commande, "
        "heure d achat, heure achat, heure de vente, heure vente, heure transaction, heure du ticket, hora:.9, "
        "hora pedido, hora de pedido, hora del pedido, hora compra, hora de compra, hora venta, hora de venta, "
        "hora transacción, ora:.85, orario:.85, ora ordine, ora acquisto, ora vendita, ora transazione, horário:.85, "
        "hora do pedido, hora da compra, hora da venda, hora venda, tijd:.85, tijdstip:.85, besteltijd, aankooptijd, "
        "verkooptijd, transactietijd, 注文時刻, 注文時間, 受注時刻, 購入時刻, 購入時間, 取引時刻, 販売時刻, 売上時刻"
    ),
    "amount": (
        "receita por produtos:.9, vlr total:.95, vlr líquido:.9, "
        "betrag, gesamtbetrag, bestellwert, auftragswert, umsatz, rechnungsbetrag, gesamtpreis, gesamtsumme, "
        "summe:.8, warenwert:.9, bruttobetrag:.95, nettobetrag:.9, brutto:.7, netto:.6, zahlbetrag, endbetrag, "
        "montant, montant total, montant ttc:1.02, montant ht:.9, total ttc, total ht:.9, prix total, "
        "chiffre d affaires, chiffre affaires, ca:.5, ca ttc:.8, ca ht:.8, valeur:.6, importe, importe total, "
        "monto, monto total, valor total, valor:.65, ventas:.8, precio total, importo, importo totale, "
        "totale:.85, prezzo totale, fatturato, ricavo:.85, valor do pedido, valor pago, preço total, bedrag, "
        "totaalbedrag, totaal:.85, omzet, 金額, 合計金額, 合計:.85, 売上, 売上金額, 売上高, 注文金額, 購入金額, "
        "支払金額, 請求金額, 税込金額, 総額, お支払い金額"
    ),
    "quantity": (
        "unidades:.9, uds:.9, qtde, qtd, "
        "menge, anzahl:.85, stück:.85, stückzahl, bestellmenge, quantité, quantité commandée, "
        "nombre d articles:.9, qté, cantidad, unidades:.9, quantità, qtà, pezzi:.8, quantidade, qtd, qtde, "
        "hoeveelheid, aantal:.85, 数量, 注文数, 注文数量, 購入数, 購入数量, 個数, 点数:.8"
    ),
    "unit_price": (
        "pvp:.9, vlr unit, vlr unitário, valor unitario, valor unitário, "
        "einzelpreis, stückpreis, preis:.85, preis pro stück, verkaufspreis:.9, artikelpreis, prix unitaire, "
        "prix unitaire ttc, prix unitaire ht:.9, prix:.85, prix de vente:.9, precio unitario, precio:.85, "
        "prezzo unitario, prezzo:.85, preço unitário, preço:.85, eenheidsprijs, stukprijs, prijs:.85, 単価, "
        "販売単価, 商品単価, 価格:.85, 販売価格:.9"
    ),
    "product_id": (
        "artikelnummer, artikelnr, artikel nr, artikel id, produktnummer, produkt id, artnr, warennummer:.9, "
        "référence:.75, référence produit, référence article, réf produit, code produit, code article, "
        "id produit, id producto, código producto, código de producto, sku producto, referencia:.75, "
        "id prodotto, codice prodotto, codice articolo, id produto, código do produto, código produto, "
        "artikelcode, productcode, 商品コード, 商品番号, 商品id, 品番, 型番:.8, 製品コード, janコード:.9"
    ),
    "product_name": (
        "artikelbezeichnung, artikelname, artikel:.8, produktname, produkt:.85, produktbezeichnung, "
        "bezeichnung:.8, warenbezeichnung, produit:.85, nom du produit, nom produit, désignation:.85, "
        "libellé:.75, libellé article, article:.75, libellé produit, producto:.85, nombre del producto, "
        "nombre producto, descripción:.75, prodotto:.85, nome prodotto, descrizione:.75, articolo:.8, "
        "produto:.85, nome do produto, descrição:.75, artikelomschrijving, productnaam, omschrijving:.75, "
        "商品名, 商品名称, 商品:.85, 品名, 製品名"
    ),
    "category": (
        "kategorie, warengruppe, produktkategorie, produktgruppe, artikelgruppe, sparte:.7, rubrik:.7, "
        "catégorie, catégorie produit, famille:.75, famille produit, rayon:.75, categoría, categoría producto, "
        "familia:.7, categoria, categoria prodotto, reparto:.7, categoria do produto, productgroep, categorie, "
        "カテゴリ, カテゴリー, 商品カテゴリ, 商品カテゴリー, 商品分類, 部門:.7, 分類:.8"
    ),
    "age": ("alter, âge, edad, età, idade, leeftijd, 年齢"),
    "gender": ("geschlecht, anrede:.65, sexe, civilité:.65, sexo, género, sesso, genere:.8, gênero, geslacht, 性別"),
    "birthday": (
        "geburtsdatum, geburtstag, geb datum, date de naissance, naissance:.8, fecha de nacimiento, "
        "fecha nacimiento, data di nascita, data nascita, data de nascimento, nascimento:.8, geboortedatum, "
        "生年月日, 誕生日"
    ),
    "income": (
        "einkommen, jahreseinkommen, haushaltseinkommen, revenu, revenu annuel, salaire:.9, ingresos:.9, "
        "renta:.7, salario:.9, reddito, renda, inkomen, 年収, 収入"
    ),
    "satisfaction": (
        "zufriedenheit, kundenzufriedenheit, satisfacción, soddisfazione, satisfação, tevredenheid, 満足度"
    ),
    "rating": (
        "bewertung:.9, note:.6, puntuación:.8, valoración:.85, valutazione:.85, avaliação:.85, beoordeling:.9, 評価"
    ),
    "feedback": (
        "kommentar, kundenkommentar, bemerkung:.8, rückmeldung, commentaire, avis:.8, comentario, comentarios, "
        "commento, recensione:.9, comentário, opmerking:.8, コメント, 感想, レビュー, ご意見"
    ),
    "country": ("land:.85, pays, país, paese, nazione:.85, 国:.8, 国名"),
    "city": ("ort:.8, stadt, wohnort, ville, ciudad, città, cidade, stad, plaats:.75, 市区町村, 都市"),
    "region": (
        "bundesland, région, département:.75, provincia, comunidad:.6, regione, estado:.7, provincie, 都道府県, 地域"
    ),
    "postal_code": ("plz, postleitzahl, code postal, código postal, cep:.7, postcode, 郵便番号"),
    "channel": (
        "kanal, vertriebskanal, canal, canal de vente, canal de venta, canale, kanaal, チャネル, 販売チャネル, "
        "流入元:.8"
    ),
    "currency": ("währung, devise:.85, moneda, divisa:.85, valuta:.85, moeda, 通貨"),
    "payment_method": (
        "zahlungsart, zahlungsmethode, zahlart, bezahlart, moyen de paiement, mode de paiement, método de pago, "
        "forma de pago, metodo di pagamento, forma de pagamento, betaalwijze, 支払方法, 決済方法, お支払い方法"
    ),
    "status": (
        "bestellstatus, auftragsstatus, zahlungsstatus:.8, statut, statut commande, statut de commande, état:.6, "
        "estado pedido, estado del pedido, stato, stato ordine, situação:.7, status do pedido, 注文ステータス, "
        "ステータス, 注文状況, 受注ステータス, 状態:.8, 注文状態, 受注状態, 支払い状況:.5, 支払状況:.5, 配送状況:.45, "
        "入金状況:.5, estado:.62"
    ),
    "name": (
        "kundenname, nom complet, nom client, nom du client, nombre cliente, nombre completo, "
        "nombre del cliente, nome cliente, nome completo, nome do cliente, nominativo:.85, klantnaam, naam:.7, "
        "氏名, 名前, 顧客名, 会員名, お名前, 購入者名"
    ),
    "first_name": ("vorname, prénom, nombre:.75, nome:.7, primeiro nome, voornaam, 名:.6"),
    "last_name": (
        "nachname, familienname, zuname, nom:.75, nom de famille, apellido, apellidos, cognome, sobrenome, achternaam"
    ),
    "email": (
        "e mail adresse, emailadresse, mailadresse, courriel, adresse mail, adresse email, correo, "
        "correo electrónico, posta elettronica, メールアドレス, メール:.8"
    ),
    "phone": (
        "telefon, telefonnummer, handy, mobil:.8, téléphone, portable:.7, teléfono, móvil:.8, telefono, "
        "cellulare, telefone, celular, telefoonnummer, 電話番号, 電話, 携帯電話"
    ),
    "address": (
        "adresse, anschrift, straße, strasse, rue:.7, dirección, calle:.7, indirizzo, endereço, straat, adres, 住所"
    ),
    "discount": ("rabatt, nachlass:.8, remise:.85, descuento, sconto, desconto, korting, 割引, 割引額, 値引"),
    "signup_date": (
        "registrierungsdatum, anmeldedatum, kunde seit, eintrittsdatum, date inscription, date d inscription, "
        "client depuis, fecha de alta, fecha alta, fecha de registro, data iscrizione, data registrazione, "
        "cliente dal, data de cadastro, inschrijfdatum, klant sinds, 登録日, 会員登録日, 入会日"
    ),
    "last_order_date": (
        "letzte bestellung, letzter kauf, letztes kaufdatum, letztes bestelldatum, dernier achat, "
        "date dernier achat, dernière commande, última compra, fecha última compra, ultimo acquisto, "
        "data ultimo acquisto, laatste aankoop, 最終購入日, 最終注文日, 最終来店日"
    ),
    "total_purchase": (
        "gesamtumsatz, umsatz gesamt, total dépensé, total des achats, montant total des achats, gasto total, "
        "total compras, total gastado, spesa totale, totale acquisti, gasto acumulado, totaal besteed, "
        "累計購入金額, 累計金額, 購入総額, 総購入金額"
    ),
    "total_order": (
        "anzahl bestellungen, anzahl käufe, bestellungen:.75, nombre de commandes, nb commandes, "
        "número de pedidos, número de compras, numero ordini, numero acquisti, aantal bestellingen, 購入回数, "
        "注文回数, 累計購入回数"
    ),
    "visits": ("besuche, anzahl besuche, visites, nombre de visites, visitas, visite:.8, bezoeken, 訪問回数, 来店回数"),
    "marital_status": ("familienstand, situation familiale, estado civil, stato civile, burgerlijke staat, 婚姻状況"),
    "education": (
        "bildung, bildungsabschluss, niveau d études, educación, nivel educativo, istruzione, escolaridade, 学歴"
    ),
    "occupation": ("beruf, profession, ocupación, profesión, professione, ocupação, profissão, beroep, 職業"),
    "churned": ("gekündigt, abgewandert, résilié, abandono:.7, 解約, 退会"),
}
"""Role → names with their weights, as the English ones are written."""
