"""How people call the columns of customer and order files in more languages of Europe, as the English names.

Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Turkish, Greek, Russian, Ukrainian, Swedish, Danish, Norwegian and
Finnish.
"""

from __future__ import annotations

EUROPE_NAMES: dict[str, str] = {
    "customer_id": (
        "alıcı:.75, alıcı adı:.75, "
        "pesel:.85, инн:.75, tckn:.85, vkn:.75, "
        "nr klienta, numer klienta, id klienta, kod klienta, klient:.85, nr kontrahenta, kontrahent:.8, "
        "číslo zákazníka, id zákazníka, kód zákazníka, zákazník:.85, číslo klienta, vevőkód, vevő kód, "
        "vevőazonosító, vevő azonosító, ügyfélszám, ügyfél azonosító, ügyfélkód, vevő:.8, ügyfél:.8, cod client, "
        "id client, număr client, client:.8, šifra kupca, broj kupca, id kupca, kupac:.8, müşteri no, "
        "müşteri numarası, müşteri kodu, müşteri id, müşteri:.8, cari kodu:.9, üye no:.9, κωδικός πελάτη, "
        "αριθμός πελάτη, id πελάτη, πελάτης:.85, код клиента, id клиента, номер клиента, клиент:.85, "
        "код контрагента, контрагент:.8, id покупателя, код покупателя, покупатель:.85, id пользователя, "
        "пользователь:.7, номер карты:.8, карта лояльности:.85, код клієнта, id клієнта, номер клієнта, "
        "клієнт:.85, покупець:.85, kundnummer, kundnr, kund id, kund:.8, kundenummer, kundenr, kunde id, "
        "kunde:.85, medlemsnummer:.9, asiakasnumero, asiakas id, asiakas:.85"
    ),
    "order_id": (
        "nr zamówienia, numer zamówienia, id zamówienia, zamówienie:.75, nr faktury, numer faktury, nr paragonu, "
        "nr dokumentu:.8, nr transakcji, číslo objednávky, id objednávky, objednávka:.75, číslo faktury, "
        "číslo účtenky, číslo dokladu, rendelésszám, rendelés száma, rendelésazonosító, rendelés azonosító, "
        "számlaszám:.8, számla száma, bizonylatszám, număr comandă, nr comandă, id comandă, comandă:.75, "
        "număr factură, nr factură, broj narudžbe, broj računa, sipariş no, sipariş numarası, sipariş id, "
        "sipariş:.7, fatura no, fiş no, işlem no, αρ παραγγελίας, αριθμός παραγγελίας, κωδικός παραγγελίας, "
        "παραγγελία:.75, αρ τιμολογίου, αριθμός τιμολογίου, номер заказа, id заказа, заказ:.75, № заказа, "
        "номер чека, чек:.75, номер документа:.8, номер счета, номер накладной, номер продажи, id транзакции, "
        "номер транзакции, номер замовлення, id замовлення, замовлення:.75, номер рахунку, ordernummer, "
        "ordrenummer, ordre id, ordrenr, ordernr, order nr, fakturanummer, fakturanr, kvittonummer, bilagsnummer, "
        "tilausnumero, tilaus id, laskunumero, tilaus:.7, kuittinumero"
    ),
    "order_date": (
        "data zamówienia, data sprzedaży, data zakupu, data faktury, data transakcji, data wystawienia:.85, "
        "datum objednávky, datum nákupu, datum prodeje, datum faktury, datum vystavení:.85, dátum objednávky, "
        "dátum nákupu, dátum predaja, dátum:.75, rendelés dátuma, rendelés ideje, vásárlás dátuma, számla dátuma, "
        "számla kelte, kelt:.75, teljesítés dátuma:.85, data comenzii, data comandă, data facturii, data vânzării, "
        "datum narudžbe, datum kupnje, datum računa, sipariş tarihi, satış tarihi, fatura tarihi, "
        "alışveriş tarihi, işlem tarihi, tarih:.75, ημερομηνία παραγγελίας, ημερομηνία αγοράς, ημερομηνία πώλησης, "
        "ημερομηνία τιμολογίου, ημερομηνία:.75, дата заказа, дата покупки, дата продажи, дата чека, "
        "дата документа:.85, дата оплаты:.85, дата создания:.7, дата:.75, период:.5, дата и время:.75, "
        "дата замовлення, дата продажу, orderdatum, köpdatum, fakturadatum, inköpsdatum, ordredato, købsdato, "
        "kjøpsdato, salgsdato, fakturadato, dato:.75, tilauspäivä, tilauspäivämäärä, ostopäivä, laskupäivä, "
        "päivämäärä:.75, pvm:.75"
    ),
    "order_time": (
        "hodina:.75, godzina:.9, czas:.75, godzina zamówienia, godzina sprzedaży, godzina zakupu, godzina transakcji, "
        "čas:.85, čas objednávky, čas nákupu, čas prodeje, čas predaja, időpont:.85, idő:.8, vásárlás időpontja, "
        "ora comenzii, ora vânzării, vrijeme:.85, vrijeme narudžbe, vrijeme kupnje, saat:.9, sipariş saati, "
        "satış saati, işlem saati, fiş saati, alışveriş saati, ώρα:.9, ώρα παραγγελίας, ώρα αγοράς, ώρα πώλησης, "
        "время:.85, время заказа, время покупки, время продажи, время чека, время операции, час:.8, час замовлення, "
        "час продажу, час покупки, tid:.85, tidpunkt:.85, tidspunkt:.85, klockslag:.95, klokkeslæt:.95, "
        "klokkeslett:.95, köptid, kellonaika:.95, aika:.8, klo:.85, tilausaika, ostoaika"
    ),
    "amount": (
        "wartość:.75, wartość brutto:.95, wartość netto:.9, kwota, kwota brutto, kwota netto:.9, suma:.8, "
        "razem:.8, wartość zamówienia, sprzedaż:.75, do zapłaty:.85, částka, celkem:.85, celková částka, "
        "celková cena, cena celkem:.95, cena s dph celkem, tržba:.85, tržby:.85, suma s dph, celkom:.85, "
        "végösszeg, összeg, bruttó összeg, nettó összeg:.9, összesen:.85, érték:.7, bruttó érték:.9, "
        "fizetendő:.85, árbevétel:.85, valoare:.75, valoare totală, sumă:.8, total de plată, iznos, ukupno:.85, "
        "ukupan iznos, vrijednost:.7, tutar, toplam:.85, toplam tutar, sipariş tutarı, net tutar:.95, "
        "fatura tutarı, satış tutarı, ciro:.85, σύνολο:.9, ποσό, συνολικό ποσό, αξία:.75, τελική αξία:.9, "
        "συνολική αξία, сумма, сумма заказа, сумма продажи, сумма чека, итого:.85, итоговая сумма, стоимость:.8, "
        "стоимость заказа:.95, выручка:.9, оплачено:.8, сумма оплаты, сумма с ндс:.95, сума, сума замовлення, "
        "разом:.8, вартість:.8, belopp, totalbelopp, ordervärde, summa:.85, totalt:.8, försäljning:.75, "
        "omsättning:.8, beløb, totalbeløb, beløp, totalbeløp, ordrebeløb, salg:.75, omsætning:.8, loppusumma, "
        "tilauksen summa, yhteensä:.85, myynti:.75"
    ),
    "quantity": (
        "ilość, ilość sztuk, liczba sztuk, sztuk:.8, szt:.8, množství, počet kusů, počet:.75, ks:.75, množstvo, "
        "mennyiség, darab:.8, darabszám, db:.7, cantitate, nr bucăți:.9, bucăți:.8, količina, kolicina, adet, "
        "miktar, ποσότητα, τεμάχια:.8, количество, кол во, количество товара, штук:.8, кількість, antal:.85, "
        "kvantitet, antall:.85, mängd:.7, määrä, kpl:.8"
    ),
    "unit_price": (
        "cena jednostkowa, cena:.85, cena brutto:.85, cena netto:.8, cena za sztukę, jednotková cena, cena za kus, "
        "cena ks:.85, egységár, ár:.8, eladási ár:.9, bruttó egységár, preț unitar, preț:.85, jedinična cijena, "
        "cijena:.85, birim fiyat, birim fiyatı, fiyat:.85, satış fiyatı:.9, τιμή μονάδας, τιμή:.85, цена, "
        "цена за единицу, цена за шт, цена продажи:.9, ціна, ціна за одиницю, styckpris, à pris:.9, pris:.85, "
        "enhetspris, stykpris, enhedspris, yksikköhinta, kappalehinta, hinta:.85"
    ),
    "product_id": (
        "kod produktu, kod towaru, indeks:.7, symbol:.6, id produktu, nr artykułu, kód produktu, kód zboží, "
        "číslo produktu, kód tovaru, cikkszám, termékkód, termék azonosító, cod produs, cod articol, id produs, "
        "šifra artikla, šifra proizvoda, ürün kodu, stok kodu, ürün id, κωδικός προϊόντος, κωδικός είδους, "
        "артикул, код товара, id товара, код номенклатуры, штрихкод:.8, код продукта, код товару, id товару, "
        "artikelnummer, artikelnr, varenummer, varenr, produktnummer, tuotenumero, tuotekoodi, tuote id"
    ),
    "product_name": (
        "nazwa produktu, nazwa towaru, produkt:.85, towar:.85, název produktu, název zboží, zboží:.85, "
        "název položky, položka:.8, výrobek:.8, názov produktu, tovar:.85, termék:.85, terméknév, termék neve, "
        "megnevezés:.8, cikk megnevezése, nume produs, denumire produs, produs:.85, denumire:.7, naziv artikla, "
        "naziv proizvoda, artikl:.8, ürün adı, ürün:.85, stok adı, προϊόν:.85, όνομα προϊόντος, περιγραφή:.75, "
        "είδος:.8, номенклатура:.9, товар:.85, наименование товара, наименование:.75, название товара, "
        "продукт:.85, назва товару, найменування:.75, produktnamn, artikel:.8, artikelnamn, vara:.75, produktnavn, "
        "varenavn, vare:.75, tuote:.85, tuotenimi, tuotteen nimi"
    ),
    "category": (
        "kategoria, kategoria produktu, grupa towarowa, kategorie, kategorie produktu, kategória, termékkategória, "
        "termékcsoport, categorie, categorie produs, kategorija, ürün kategorisi, kategori, ürün grubu, κατηγορία, "
        "категория, категория товара, группа товаров, группа товара, категорія, produktgrupp, produktkategori, "
        "varugrupp, varegruppe, tuoteryhmä"
    ),
    "age": "wiek, věk, vek, életkor, kor:.7, vârstă, vârsta, yaş, ηλικία, возраст, вік, ålder, alder, ikä",
    "gender": (
        "płeć, pohlaví, pohlavie, nem:.85, gen:.7, spol, cinsiyet, φύλο, пол, стать, kön, køn, kjønn, sukupuoli"
    ),
    "birthday": (
        "data urodzenia, datum narození, dátum narodenia, születési dátum, születési idő, data nașterii, "
        "datum rođenja, doğum tarihi, ημερομηνία γέννησης, дата рождения, день рождения, дата народження, "
        "födelsedatum, fødselsdato, fødselsdag, syntymäaika, syntymäpäivä"
    ),
    "income": (
        "dochód, dochody, wynagrodzenie:.9, příjem, příjmy, príjem, jövedelem, fizetés:.8, venit, prihod:.8, "
        "gelir, maaş:.9, εισόδημα, доход, зарплата:.9, дохід, inkomst, lön:.9, indkomst, inntekt, tulot"
    ),
    "satisfaction": (
        "satysfakcja, zadowolenie, spokojenost, spokojnost, elégedettség, satisfacție, zadovoljstvo, memnuniyet, "
        "ικανοποίηση, удовлетворенность, удовлетворённость, задоволеність, nöjdhet, tilfredshed, tilfredshet, "
        "tyytyväisyys"
    ),
    "rating": (
        "ocena:.9, hodnocení:.9, hodnotenie:.9, értékelés:.9, evaluare:.85, puan:.85, βαθμολογία:.9, оценка:.9, "
        "рейтинг, оцінка:.9, betyg:.9, bedømmelse:.85, vurdering:.85, arvosana:.9"
    ),
    "feedback": (
        "komentarz, opinia:.85, uwagi:.8, komentář, poznámka:.75, komentár, megjegyzés:.85, vélemény:.85, "
        "comentariu, yorum, σχόλιο, σχόλια, комментарий, отзыв, коментар, відгук, kommentar, palaute, kommentti"
    ),
    "country": (
        "kraj:.8, země, zem:.7, krajina:.8, ország, țară, zemlja:.8, država:.8, ülke, χώρα, страна, країна, maa:.8"
    ),
    "city": (
        "miasto, miejscowość, město, obec:.75, mesto, város, település:.8, oraș, localitate:.75, grad, şehir, "
        "il:.6, πόλη, город, населенный пункт:.8, місто, stad, by:.6, poststed:.8, kaupunki, paikkakunta:.8, "
        "postort:.8, ort:.8"
    ),
    "region": (
        "województwo, region, okres:.7, kraj:.6, megye, județ, županija, ilçe:.6, bölge, περιοχή, νομός, регион, "
        "область, район:.6, län, landskap:.7, fylke, maakunta"
    ),
    "postal_code": (
        "kod pocztowy, psč, irányítószám, cod poștal, poštanski broj, posta kodu, ταχυδρομικός κώδικας, "
        "индекс:.75, почтовый индекс, поштовий індекс, postnummer, postinumero"
    ),
    "channel": (
        "kanał, kanał sprzedaży, kanál, prodejní kanál, csatorna, értékesítési csatorna, canal de vânzare, kanal, "
        "satış kanalı, κανάλι, канал, канал продаж, источник:.7, канал продажів, säljkanal, salgskanal, kanava, "
        "myyntikanava"
    ),
    "currency": (
        "waluta, měna, mena, pénznem, deviza, monedă, valuta, para birimi, döviz:.85, νόμισμα, валюта, valuutta"
    ),
    "payment_method": (
        "metoda płatności, forma płatności, sposób płatności, způsob platby, spôsob platby, fizetési mód, "
        "metoda de plată, način plaćanja, ödeme yöntemi, ödeme şekli, ödeme tipi, τρόπος πληρωμής, способ оплаты, "
        "форма оплаты, вид оплаты, спосіб оплати, betalningssätt, betalsätt, betalingsmetode, betalingsmåte, "
        "maksutapa"
    ),
    "status": (
        "status zamówienia, stan:.6, stav, stav objednávky, állapot, rendelés állapota, státusz, stare:.7, "
        "stare comandă, stanje:.7, durum, sipariş durumu, κατάσταση, статус, статус заказа, состояние:.8, "
        "статус замовлення, orderstatus, ordrestatus, tila:.7"
    ),
    "name": (
        "bill to name, billing name, ship to name:.7, "
        "nazwa klienta, imię i nazwisko, nazwa kontrahenta, klient nazwa, jméno a příjmení, jméno zákazníka, "
        "název zákazníka, meno a priezvisko, vevő neve, vevőnév, ügyfél neve, név:.75, nume client, nume complet, "
        "ime kupca, ime i prezime, müşteri adı, ad soyad, adı soyadı, müşteri ünvanı:.9, επωνυμία:.9, "
        "ονοματεπώνυμο, όνομα πελάτη, фио, имя клиента, наименование клиента, наименование контрагента, "
        "полное имя, піб, назва клієнта, namn:.75, kundnamn, navn:.75, kundenavn, nimi:.75, asiakkaan nimi"
    ),
    "first_name": (
        "imię, jméno:.8, křestní jméno, krstné meno, meno:.7, keresztnév, utónév, prenume, ime:.7, ad:.6, isim:.7, "
        "όνομα:.75, имя, ім я, förnamn, fornavn, etunimi"
    ),
    "last_name": (
        "nazwisko, příjmení, priezvisko, vezetéknév, családnév, nume:.7, nume de familie, prezime, soyad, soyadı, "
        "επώνυμο, фамилия, прізвище, efternamn, efternavn, etternavn, sukunimi"
    ),
    "email": (
        "adres email, adres e mail, e mailová adresa, e posta, эл почта, электронная почта, почта:.8, e post, "
        "sähköposti"
    ),
    "phone": (
        "nr telefonu, numer telefonu, telefonní číslo, telefónne číslo, telefonszám, număr telefon, broj telefona, "
        "cep telefonu, telefon numarası, τηλέφωνο, κινητό, телефон, номер телефона, мобильный:.9, номер телефону, "
        "puhelin, puhelinnumero"
    ),
    "address": (
        "adres, ulica:.8, adresa, ulice:.8, cím, lakcím, utca:.7, strada:.7, διεύθυνση, адрес, улица:.7, адреса, "
        "adress, gatuadress, adresse, osoite, katuosoite"
    ),
    "discount": (
        "zniżka, rabat, sleva, zľava, kedvezmény, reducere, popust, indirim, έκπτωση, скидка, знижка, rabatt, alennus"
    ),
    "signup_date": (
        "data rejestracji, datum registrace, dátum registrácie, regisztráció dátuma, data înregistrării, "
        "datum registracije, kayıt tarihi, üyelik tarihi, ημερομηνία εγγραφής, дата регистрации, дата реєстрації, "
        "registreringsdatum, kund sedan, oprettet dato:.8, registreringsdato, kunde siden, rekisteröitymispäivä"
    ),
    "last_order_date": (
        "data ostatniego zakupu, ostatnie zamówienie, datum posledního nákupu, poslední nákup, utolsó vásárlás, "
        "utolsó vásárlás dátuma, son alışveriş tarihi, son sipariş tarihi, дата последней покупки, "
        "дата последнего заказа, последняя покупка, senaste köp, seneste køb, siste kjøp, viimeisin osto"
    ),
    "total_purchase": (
        "suma zakupów, łączna wartość zakupów, celkem utraceno, celkové nákupy, összes vásárlás, toplam harcama, "
        "toplam alışveriş, сумма покупок, общая сумма покупок, totala köp, samlet køb, ostot yhteensä"
    ),
    "total_order": (
        "liczba zamówień, liczba zakupów, počet objednávek, počet nákupů, počet objednávok, rendelések száma, "
        "vásárlások száma, număr comenzi, broj narudžbi, sipariş sayısı, alışveriş sayısı, αριθμός παραγγελιών, "
        "количество заказов, количество покупок, число покупок, кількість замовлень, antal ordrar, antal köp, "
        "antal ordrer, antall kjøp, tilausten määrä"
    ),
    "visits": (
        "liczba wizyt, wizyty, počet návštěv, návštěvy, látogatások száma, ziyaret sayısı, επισκέψεις, "
        "количество посещений, посещения, визиты, besök, antal besök, besøg, käynnit"
    ),
    "marital_status": (
        "stan cywilny, rodinný stav, családi állapot, medeni durum, семейное положение, civilstånd, civilstand"
    ),
    "education": (
        "wykształcenie, vzdělání, vzdelanie, végzettség, eğitim, образование, освіта, utbildning, uddannelse, koulutus"
    ),
    "occupation": (
        "zawód, povolání, zaměstnání:.8, foglalkozás, meslek, επάγγελμα, профессия, должность:.8, yrke, ammatti"
    ),
}
"""Role → names with their weights, as the English ones are written."""
