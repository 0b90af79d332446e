"""What single words of other languages mean, so that names composed of them are read as the English ones are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

_MEANINGS: dict[str, str] = {
    "order": (
        "pesanan bestel pedido orden commande bestellung bestell auftrag auftrags ordine zamówienie zamówienia "
        "sipariş заказ заказа bestelling objednávka objednávky rendelés comanda comandă comenzii encomenda замовлення "
        "beställning ordre"
    ),
    "orders": "pedidos órdenes commandes bestellungen aufträge ordini zamówień siparişler заказов bestellingen",
    "sale": (
        "penjualan venta venda vente verkauf verkaufs vendita sprzedaż sprzedaży satış продажа продажи verkoop prodej "
        "prodeje försäljning salg eladás vânzare vânzării umsatz"
    ),
    "purchase": (
        "pembelian compra achat kauf einkauf acquisto zakup zakupu покупка покупки aankoop nákup nákupu köp køb "
        "vásárlás alışveriş"
    ),
    "document": "documento dokument dokumentu dokumento belge документ документа",
    "purchases": "compras achats käufe einkäufe acquisti zakupów покупок aankopen nákupů vásárlások",
    "tenure": "antigüedad ancienneté anzianità стаж",
    "months": "meses mois monate mesi месяцев maanden miesięcy",
    "invoice": "factura fatura facture rechnung rechnungs re fattura faktura faktury factuur счёт счета числа számla",
    "receipt": "recibo beleg kassenbon scontrino paragon paragonu чек чека fiş kvitto účtenka",
    "transaction": (
        "transacción transacao transação transaktion transaktions transazione transakcja transakcji işlem транзакция "
        "транзакции transactie operación operação opération movimiento"
    ),
    "booking": (
        "reserva réservation reservierung buchung buchungs prenotazione rezerwacja rezerwacji rezervasyon бронь "
        "бронирования boeking reservering"
    ),
    "payment": (
        "pembayaran betaal bezahl pago pagamento paiement zahlung zahlungs płatność płatności ödeme оплата оплаты "
        "платёж betaling platba platby"
    ),
    "donation": "donación donativo doação don spende spenden donazione darowizna darowizny bağış пожертвование",
    "customer": (
        "pelanggan cliente client kunde kunden klient klienta müşteri клиент клиента klant zákazník zákazníka vevő "
        "kund клієнта"
    ),
    "buyer": "comprador acheteur käufer acquirente kupujący kupującego alıcı покупатель покупателя koper",
    "user": (
        "usuario usuário utilisateur utente nutzer benutzer użytkownik użytkownika kullanıcı пользователь "
        "пользователя gebruiker"
    ),
    "member": "socio sócio membre adhérent mitglied mitglieds członek członka üye lid",
    "donor": "donante doador donateur spender donatore darczyńca",
    "guest": "huésped hóspede ospite gast misafir",
    "product": (
        "produk barang producto produto produit produkt produktu produkts prodotto ürün товар товара продукт zboží "
        "termék produs"
    ),
    "item": "artículo artigo article artikel articolo artykuł artykułu item ítem позиция",
    "id": "identifiant identificador kennung",
    "code": "código cod codice kod kode код kód",
    "number": "nomor número numéro nummer numero numer номер numara numarası číslo szám num nº №",
    "date": "tanggal fecha data datum дата tarih tarihi dato dátum dátuma dată",
    "time": "hora heure zeit uhrzeit ora godzina время saat tijd čas",
    "amount": (
        "importe monto montant betrag importo kwota tutar tutarı сумма bedrag belopp beløb částka összeg montante summe"
    ),
    "value": "valor valeur wert valore wartość değer değeri стоимость waarde hodnota vlr",
    "total": "totale totaal gesamt suma toplam итого общая celkem celková ukupno totaux",
    "price": "harga precio preço prix preis prezzo cena ceny fiyat fiyatı цена prijs pris ár cijena",
    "unit": (
        "unitario unitária unitário unitaire einzel stück jednostkowa birim единицу unidade unidad stuk eenheids "
        "jednotková"
    ),
    "gross": "bruto brutto ttc lordo",
    "net": "neto líquido netto ht",
    "quantity": (
        "jumlah cantidad quantidade qtd qtde quantité qté menge anzahl quantità ilość adet miktar количество aantal "
        "antal množství cant"
    ),
    "status": "estado situação statut stato durum durumu статус zustand situacao etat",
    "state": "estado état",
    "method": "metode método forma mode moyen methode metodo sposób yöntemi yöntem şekli способ wijze meio medio",
    "type": "tipo typ tip tipi тип",
    "category": "categoría categorie catégorie kategorie kategoria kategorii kategori категория",
    "discount": "descuento desconto remise réduction rabatt sconto rabat rabatu indirim скидка korting sleva",
    "shipping": "envío frete livraison versand spedizione dostawa dostawy kargo доставка доставки verzending entrega",
    "tax": "iva mwst ust tva impuesto imposto steuer podatek kdv ндс btw vat dph",
    "name": "nama nombre nome nom nazwa название имя naam adı navn název név наименование razon razão",
    "description": "descripción descrição beschreibung bezeichnung descrizione opis açıklama описание omschrijving",
    "channel": "canal kanal canale kanał kanaal канал",
    "source": "origen origem origine herkunft quelle źródło kaynak источник",
    "currency": "moneda moeda devise währung waehrung waluta valuta валюта",
    "birth": "nacimiento nascimento naissance geburts nascita urodzenia doğum рождения geboorte",
    "registration": (
        "registro cadastro inscription registrierung registrierungs registrazione rejestracji kayıt регистрации "
        "inscripción"
    ),
    "last": (
        "último ultima última dernier dernière letzte letzter letztes ultimo ostatni ostatniego ostatnie son "
        "последний последняя laatste"
    ),
    "gender": "género sexo gênero geschlecht sexe płeć cinsiyet пол sesso",
    "age": "edad idade alter âge wiek yaş возраст età leeftijd",
}
"""English word → words that mean the same, as they are written; some mean more than one."""

OWNERS = frozenset({"customer", "buyer", "user", "member", "order", "sale", "purchase", "invoice", "product", "item"})
"""What a thing may be of, told behind it: the e-mail of the customer."""

_SHORTEST, _LEAST_PART = 7, 3
_JOINTS = ("", "s", "n", "en")
"""Letters between the parts of a compound."""
_MOST = 12
"""So many ways of reading a name are tried."""
_LATIN = re.compile(r"[a-z]+")


class Meanings:
    """The words of other languages, as ``words_of`` writes them, and what they mean in English."""

    def __init__(self, words_of: Callable[[str], tuple[str, ...]]) -> None:
        self._english: dict[str, tuple[str, ...]] = {}
        for english, foreign in _MEANINGS.items():
            for word in (part for written in foreign.split() for part in words_of(written)):
                self._english[word] = tuple(dict.fromkeys((*self._english.get(word, ()), english)))

    def readings(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Yield the name in English, word by word, in each way that it can be read; what is not known stays."""
        choices = [self._read(word) for word in words]
        for combination in itertools.islice(itertools.product(*choices), _MOST):
            yield tuple(word for part in combination for word in part.split())

    def is_owner(self, word: str) -> bool:
        """Tell whether a word of another language says whose the thing before it is."""
        return any(english in OWNERS for english in self._english.get(word, ()))

    def _read(self, word: str) -> tuple[str, ...]:
        """What a word means; a compound is read part by part, and what is not known stays as it is."""
        if found := self._english.get(word):
            return found
        if len(word) < _SHORTEST or not _LATIN.fullmatch(word):
            return (word,)
        parts = (self._parted(word, at) for at in range(_LEAST_PART, len(word) - _LEAST_PART + 1))
        return next((part for part in parts if part), (word,))

    def _parted(self, word: str, at: int) -> tuple[str, ...]:
        last = self._english.get(word[at:], ())
        for joint in _JOINTS:
            first = self._english.get(word[:at].removesuffix(joint), ()) if word[:at].endswith(joint) else ()
            if first and last:
                return tuple(f"{one} {other}" for one in first for other in last)
        return ()
