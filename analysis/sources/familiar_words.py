"""Words that a right decoding of a table is likely to show: names of columns, and the commonest names and towns.

A wrong decoding hardly ever spells one of them by chance, so that few settle what single letters leave open.
"""

from __future__ import annotations

import re
from functools import cache

_COMMON = (
    # German, Dutch
    "straße größe länge höhe übergröße währung gebühr zurück bestätigt geändert gelöscht stück möbel für über männlich "
    "müller schäfer köhler könig krüger schröder günther jürgen jörg björn münchen köln düsseldorf nürnberg zürich "
    "lübeck würzburg österreich weiß grün "
    # French
    "prénom numéro téléphone société année désignation catégorie référence quantité réglée payée expédiée livrée août "
    "février décembre québec françois hélène rené andré éric zoé besançon orléans nîmes île où été à créé modifié "
    # Spanish, Portuguese, Italian
    "año teléfono código dirección descripción número población categoría artículo cantidad envío españa méxico bogotá "
    "medellín málaga córdoba león cádiz josé maría garcía martínez gonzález rodríguez hernández lópez pérez sánchez "
    "gómez díaz muñoz nuñez peña ramón jesús ángel endereço município situação preço região descrição não são joão "
    "conceição gonçalves brasília goiânia crédito débito cartão antônio luís città quantità età libertà perché più "
    # Nordic
    "björn åsa göran malmö göteborg västerås örebro jönköping køge århus østergade sørensen jørgensen beløb sähköposti "
    "määrä päivä jyväskylä hämeenlinna mäkinen virtanen järvinen "
    # Polish, Czech, Slovak, Hungarian
    "imię ilość wartość województwo kraków łódź wrocław gdańsk poznań białystok częstochowa toruń łukasz małgorzata "
    "kowalczyk wiśniewski zieliński wójcik dąbrowski zamówienia sprzedaży złoty książka příjmení jméno město množství "
    "částka plzeň liberec dvořák novotný procházka kučera veselý horák němec růžička jiří tomáš zboží číslo košice "
    "priezvisko város név cím mennyiség összeg dátum kovács tóth szabó horváth nagy győr pécs székesfehérvár "
    # Romanian, Croatian, Slovenian
    "bucureşti iaşi braşov timişoara constanţa ştefan judeţ localitate adresă cantitate preţ šibenik čakovec kovačević "
    "babić marić jurić horvat količina narudžba cijena županija "
    # Turkish
    "müşteri sipariş ürün adı soyadı şehir ülke fiyat tutarı ödeme istanbul izmir eskişehir "
    "diyarbakır kadıköy beşiktaş "
    "yılmaz şahin çelik doğan öztürk aydın kılıç yıldız ayşe gülşen işlem "
    # Baltic
    "šiauliai panevėžys klaipėda įmonė vardas pavardė kiekis užsakymas miestas suma žemaitis rīga liepāja jūrmala "
    "rēzekne bērziņš kalniņa ozoliņš jānis pēteris vārds uzvārds pilsēta daudzums kopā õismäe pärnu "
    # Greek, Russian, Ukrainian, Bulgarian
    "αθήνα θεσσαλονίκη όνομα επώνυμο πόλη τιμή ποσότητα σύνολο ημερομηνία москва санкт казань самара омск город имя "
    "фамилия количество сумма цена дата товар артикул статус оплачен иванов петров мужской женский київ львів харків "
    "одеса місто ціна кількість софия пловдив варна бургас поръчка "
    # Hebrew, Arabic, Thai
    "שם עיר כמות מחיר תאריך סכום לקוח הזמנה ירושלים אביב חיפה القاهرة الرياض دبي محمد أحمد فاطمة الاسم المدينة السعر "
    "الكمية التاريخ المبلغ العميل กรุงเทพ เชียงใหม่ ชื่อ ราคา จำนวน วันที่ ลูกค้า "
    # Chinese, Japanese, Korean
    "姓名 名称 性别 女 男 城市 北京 上海 广州 深圳 金额 数量 单价 日期 时间 订单号 会员号 商品名称 "
    "已付款 未付款 姓別 臺北 台北 高雄 數量 單價 日期 會員 "
    "東京 大阪 京都 名古屋 福岡 男性 女性 佐藤 鈴木 高橋 田中 氏名 住所 数量 単価 合計 商品名 "
    "서울 부산 대구 이름 수량 가격 금액 날짜 주문번호 회원번호 상품명"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORT = 3
"""Words of an alphabet with fewer letters say too little."""


@cache
def _familiar() -> frozenset[str]:
    from analysis.sources.role_names import NAMES

    named = (name for names in NAMES.values() for name, _ in names)
    words = {word for text in (_COMMON, *named) for word in _LETTERS.findall(text.lower())}
    return frozenset(word for word in words if not word.isascii() and (len(word) >= _SHORT or word > "\u2e80"))


def familiar(text: str) -> tuple[int, int]:
    """Return how many familiar words, and how many different words that are not ASCII, stand in the text."""
    words = {word.lower() for word in _LETTERS.findall(text) if not word.isascii()}
    return len(_familiar() & words), len(words)
