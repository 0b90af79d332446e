"""Encodings are told from short texts, and mixed lines decoded one by one."""

import pytest

from analysis.sources.encoding import Encoding, Sample, decode_line, detect_encoding

TEXTS = {
    "gb18030": [
        "客户编号,姓名,性别,城市\n1001,张伟,男,北京\n",
        "订单,金额\n甲,1\n",
        "商品名称,数量\n羊毛围巾,3\n陶瓷茶杯,5",
    ],
    "big5": ["客戶編號,姓名,城市\n1001,陳大文,台北\n", "商品名稱,數量\n羊毛圍巾,3\n陶瓷茶杯,5"],
    "cp932": ["顧客番号,氏名,性別\n1,佐藤太郎,男\n", "商品名,数量\nタオル,3\nコーヒーカップ,5", "都市\n東京\n大阪"],
    "euc_kr": ["고객번호,이름,성별\n1,김철수,남\n", "상품,수량\n양말,3\n수건,5\n커피잔,2"],
    "cp1252": [
        "name,city\nJosé,Málaga\nMüller,Köln",
        "“nice”,£5 café",
        "GRÖSSE,ÄRGER",
        "Åsa Öberg,Malmö",
        "São Paulo, Conceição",
    ],
    "cp1251": ["имя,город\nИван,Москва", "товар;кол-во\nХЛЕБ;3\nМолоко;2"],
    "cp1250": ["imię,miasto\nŁukasz,Łódź\nStanisław,Kraków\nMałgorzata,Gdańsk"],
    "cp1254": ["isim,şehir\nAyşe,İstanbul\nÇağrı,Eskişehir\nOğuz,Muğla"],
    "koi8-r": ["имя,город\nИван,Москва\nОльга,Санкт-Петербург"],
}
WORDS = {
    "cp1250 iso8859-2": [
        "Wójcik Zieliński Dąbrowski Święcicka Łukasz Gołębiowska Łódź Poznań Białystok Ilość Książka Krzesło Stół",
        "Dvořák Novotný Procházka Kučera Růžička Žďárský Plzeň České Ústí Třebíč zákazníka Množství Židle Částka Jiří",
        "Péter Kovács László Szűcs Gergő Őry Fülöp Örs Vevőkód Rendelésszám dátuma Mennyiség Könyv Hűtőmágnes Győr",
        "Kovačević Babić Marić Đurđević Šibenik Čakovec Požega Županja Košarica narudžba količina",
    ],
    "cp1252 iso8859-15 mac_roman": [
        "Hélène François Zoé Théière Désignation Quantité Noël Besançon Nîmes Angoulême château forêt garçon crème où",
        "Müller Köln Weiß Möbel Stück Straße Größe München Düsseldorf Jürgen Käse Öl Äpfel Gebühr zurück",
        "Muñoz González Nuñez José María Peña Málaga León Cádiz España niño año camión Íñigo Óscar",
        "São Paulo João Conceição Gonçalves Brasília Goiânia Cartão não descrição Preço Antônio Maceió",
        "Sørensen Jørgensen Ærø Århus Måløv Køge Æble Østerbro Håndklæde Bjørn Rødgrød",
    ],
    "cp1254": ["Yılmaz Şahin Çelik Doğan Öztürk Güneş Müşteri İstanbul Eskişehir Muğla Sipariş Ürün Şapka Gömlek"],
    "cp1257": ["Šiauliai Panevėžys Kėdainiai Jūratė Žemaitis Ąžuolas Rīga Liepāja Bērziņš Kalniņa Ozoliņš Jānis"],
    "cp852": ["Dvořák Novotný Procházka Kučera Růžička Žďárský Plzeň České Ústí Třebíč zákazníka Množství Židle"],
    "cp1251 koi8-r cp866": [
        "Москва Казань хлеб молоко оплачен Иванов Петрова контрагент Количество Сумма Екатеринбург"
    ],
    "cp1253": ["Κωδικός πελάτη Ημερομηνία παραγγελίας Ποσότητα Σύνολο Παπαδόπουλος Γεωργίου Αθήνα"],
}
"""Encodings by words that they write."""
SHORT = [(name, text) for name, texts in TEXTS.items() for text in texts]


def sample(data):
    return Sample(len(data), (data,))


@pytest.mark.parametrize(("name", "text"), SHORT)
def test_an_encoding_is_told_from_a_few_lines(name, text):
    assert detect_encoding(sample(text.encode(name))).name == name


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for names, lists in WORDS.items() for name in names.split() for words in lists]
)
def test_the_letters_of_a_language_tell_encodings_that_differ_in_a_few(name, words):
    lines = "".join(f"C{place:03d},{word},2023-01-02,{place}.50\n" for place, word in enumerate(words.split()))
    data = f"id,name,date,amount\n{lines}".encode(name)
    assert data.decode(detect_encoding(sample(data)).name) == data.decode(name)


def test_one_word_in_a_file_of_ascii_is_read_by_its_alphabet():
    lines = [f"C{place},{'Москва' if place == 40 else 'Berlin'},{place}.50" for place in range(80)]
    assert detect_encoding(sample("\n".join(["id,city,amount", *lines]).encode("cp1251"))).name == "cp1251"


@pytest.mark.parametrize(
    ("codec", "word"),
    [
        ("cp1250", "Szymański"),
        ("cp1250", "Budějovice"),
        ("cp1250", "Călărași".replace("ș", "ş")),
        ("cp1250", "Jaśkowiak"),
        ("iso8859-2", "Przesłany"),
        ("cp1252", "bœuf"),
        ("cp1252", "corações"),
        ("cp1252", "Logroño"),
        ("cp1252", "martedì"),
        ("gb18030", "iPhone手机壳"),
    ],
)
def test_letters_where_no_language_has_them_speak_against_an_encoding(codec: str, word: str) -> None:
    data = f"id,name,amount\nC1,{word},1.50\n".encode(codec)
    assert data.decode(detect_encoding(sample(data)).name) == data.decode(codec)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("text", [text + "\nid,1\n2,3\n" for _, text in SHORT[::3]])
def test_unicode_is_told_with_and_without_a_mark(codec, text):
    data = text.encode(codec)
    found = detect_encoding(sample(data))
    assert data[found.mark :].decode(found.name) == text


def test_odd_lines_are_decoded_by_what_fits_them():
    encoding = Encoding("utf-8", fallback="gb18030")
    assert decode_line("北京".encode(), encoding) == ("北京", False)
    assert decode_line("北京".encode("gbk"), encoding) == ("北京", True)
    assert decode_line(b"\xff\x81\xff", encoding)[1]


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1254", "Sipariş Numarası,Alıcı,Satış Tutarı"),
        ("cp1255", "מספר לקוח,מספר הזמנה,סכום"),
        ("cp1257", "Užsakymas,Kiekis,Miestas"),
        ("cp852", "Příjmení,Město,Částka"),
        ("mac_roman", "Prénom,Société,Année"),
        ("cp850", "Straße,Größe,Menge"),
    ],
)
def test_names_of_columns_settle_what_the_cells_leave_open(encoding: str, names: str) -> None:
    data = (names + "\r\n" + "".join(f"{n},{n % 7},{n}.50\r\n" for n in range(400))).encode(encoding)
    found = detect_encoding(Sample(len(data), (data,)))
    assert data.decode(found.name) == data.decode(encoding)
