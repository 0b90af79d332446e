# ruff: noqa: E501 - a file and its answer stand beside each other
"""Nasty text files made in code, with the right answer beside each: ``CASES`` is what the reader is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Rows = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Case:
    """A file and what reading it must give; ``says``: what a warning must hold; ``found``: findings by name."""

    name: str
    data: bytes
    names: list[str]
    rows: list[list[str | None]]
    says: tuple[str, ...] = ()
    found: tuple[tuple[str, object], ...] = ()


CASES: list[Case] = []


def made(name: str, text: str | bytes, table: str, says: str = "", encoding: str = "utf-8", **found: object) -> Case:
    """Return a case; ``table`` is the answer, one line a row, cells parted by ``|``, "~" for nothing, "¶" for a line
    feed.
    """
    data = text if isinstance(text, bytes) else text.encode(encoding)
    lines = [
        [None if cell == "~" else cell.replace("¶", "\n") for cell in line.split("|")] for line in table.split("\n")
    ]
    names = [cell or "" for cell in lines[0]]
    return Case(name, data, names, lines[1:], tuple(says.split("; ")) if says else (), tuple(found.items()))


def case(name: str, text: str | bytes, table: str, says: str = "", encoding: str = "utf-8", **found: object) -> None:
    """Add a case made of these."""
    CASES.append(made(name, text, table, says, encoding, **found))


def written(rows: str, delimiter: str = ",", end: str = "\n") -> str:
    """The rows of an answer as a file with another delimiter and line end."""
    return "".join(line.replace("~", "").replace("|", delimiter) + end for line in rows.split("\n"))


ORDERS = "id|name|city|amount\n001|Ann|Oslo|3.50\n002|Bob|Rome|14.20\n003|Cy|~|7.00\n004|Dee|Bonn|120.10"
CHINESE = "客户编号|姓名|性别|城市|金额\n1001|张伟|男|北京|12.5\n1002|王芳|女|上海|8.0\n1003|李娜|女|广州|99.9"
TAIWAN = "客戶編號|姓名|性別|城市\n1001|陳大文|男|台北\n1002|林小美|女|高雄\n1003|黃國華|男|臺中"
JAPANESE = "顧客番号|氏名|商品|数量\n1|佐藤太郎|コーヒーカップ|2\n2|鈴木花子|タオル|5\n3|高橋一郎|ノート|1"
KOREAN = "고객번호|이름|도시|금액\n1|김철수|서울|1000\n2|이영희|부산|2500\n3|박민수|대구|300"
FRENCH = "numéro|prénom|ville|prix\n1|André|Besançon|3.5\n2|Chloé|Nîmes|14.2\n3|Zoë|Orléans|7.0"
GERMAN = "Nr|Straße|Ort|Größe\n1|Königstraße|Köln|3\n2|Mühlweg|Düsseldorf|4\n3|Bäckergasse|Nürnberg|5"
RUSSIAN = "номер|имя|город|сумма\n1|Иван|Москва|100\n2|Ольга|Казань|250\n3|Пётр|Тверь|75"
POLISH = "nr|imię|miasto|kwota\n1|Stanisław|Łódź|5\n2|Małgorzata|Gdańsk|6\n3|Święta|Poznań|7"
GREEK = "κωδικός|όνομα|πόλη|ποσό\n1|Γιώργος|Αθήνα|5\n2|Μαρία|Πάτρα|6\n3|Ελένη|Βόλος|7"

ENCODED = {
    "gb18030": CHINESE,
    "gbk": CHINESE,
    "big5": TAIWAN,
    "shift_jis": JAPANESE,
    "cp932": JAPANESE,
    "euc_jp": JAPANESE,
    "euc_kr": KOREAN,
    "cp949": KOREAN,
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp866": RUSSIAN,
    "cp1250": POLISH,
    "cp1253": GREEK,
    "utf-8": CHINESE,
    "utf-8-sig": KOREAN,
    "utf-16": CHINESE,
    "utf-16-le": FRENCH,
    "utf-16-be": ORDERS,
    "utf-32": JAPANESE,
    "utf-32-le": CHINESE,
    "utf-32-be": RUSSIAN,
    "iso2022_jp": JAPANESE,
}
for _encoding, _table in ENCODED.items():
    case(f"encoding {_encoding}", written(_table), _table, encoding=_encoding)
case("encoding latin-1 French", written(FRENCH, ";"), FRENCH, encoding="latin-1")
case("encoding cp1252 German", written(GERMAN, ";", "\r\n"), GERMAN, encoding="cp1252")
case(
    "encoding cp1252 with euro and curly quotes",
    "item;note\n1;“good”\n2;€5 café\n3;it’s ok\n",
    "item|note\n1|“good”\n2|€5 café\n3|it’s ok",
    encoding="cp1252",
)
case(
    "encoding cp1252 one accent in many rows",
    written("id|n\n" + "\n".join(f"{i}|row" for i in range(90)) + "\n90|señor"),
    "id|n\n" + "\n".join(f"{i}|row" for i in range(90)) + "\n90|señor",
    encoding="cp1252",
)
case("encoding DOS cp850", written(FRENCH, ";"), FRENCH, encoding="cp850")
case("encoding Mac Roman with CR", written(FRENCH, ",", "\r"), FRENCH, encoding="mac_roman")
case("utf-16 with tabs and CRLF", written(CHINESE, "\t", "\r\n"), CHINESE, encoding="utf-16")
case("utf-16 with CR only", written(ORDERS, ",", "\r"), ORDERS, encoding="utf-16")
case(
    "utf-8 file with two cp1252 lines",
    "id,city\n1,Málaga\n2,Köln\n3,Łódź\n".encode() + "4,Besançon\n5,Nîmes\n".encode("cp1252") + "6,Århus\n".encode(),
    "id|city\n1|Málaga\n2|Köln\n3|Łódź\n4|Besançon\n5|Nîmes\n6|Århus",
    "2 lines in another encoding",
)
case(
    "utf-8 file with one GBK line",
    "id,城市\n1,北京\n2,上海\n3,广州\n".encode() + "4,深圳\n".encode("gbk") + "5,杭州\n".encode(),
    "id|城市\n1|北京\n2|上海\n3|广州\n4|深圳\n5|杭州",
    "1 line in another encoding",
)
case(
    "GBK file with one utf-8 line",
    written("编号|名称|数量\n1|羊毛围巾|3\n2|陶瓷茶杯|5\n3|棉质毛巾|2\n4|木制相框|8").encode("gbk")
    + "5,不锈钢水壶,6\n".encode()
    + "6,竹制筷子,9\n".encode("gbk"),
    "编号|名称|数量\n1|羊毛围巾|3\n2|陶瓷茶杯|5\n3|棉质毛巾|2\n4|木制相框|8\n5|不锈钢水壶|6\n6|竹制筷子|9",
    "in another encoding",
)
case(
    "NUL bytes in cells",
    b"id,name,amount\n1,A\0nn,3\n2,Bob\0,4\n3,Cy,5\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
    "2 NUL bytes",
)
case("Ctrl-Z at the end", b"id,name\r\n1,Ann\r\n2,Bob\r\n\x1a", "id|name\n1|Ann\n2|Bob")
case("byte order mark before a quoted header", '\ufeff"id","name"\n"1","Ann"\n"2","Bob"\n', "id|name\n1|Ann\n2|Bob")

for _delimiter, _label in (
    (";", "semicolon"),
    ("\t", "tab"),
    ("|", "pipe"),
    ("~", "tilde"),
    ("^", "caret"),
    ("\x01", "SOH"),
    ("\x1f", "unit separator"),
    ("||", "two pipes"),
    ("::", "two colons"),
    ("|~|", "pipe tilde pipe"),
    ("~|~", "tilde pipe tilde"),
    ("§", "section"),
    ("¦", "broken bar"),
    ("，", "full-width comma"),
    ("@@", "two ats"),
    ("##", "two hashes"),
    (":", "colon"),
    ("\t\t", "two tabs"),
    ("!", "exclamation"),
    ("#", "hash"),
    ("&", "ampersand"),
    ("*", "asterisk"),
):
    case(f"delimiter {_label}", written(ORDERS, _delimiter), ORDERS, delimiter=_delimiter)
case("delimiter comma and blank", written(ORDERS, ", "), ORDERS, delimiter=", ")
case("delimiter semicolon and blank", written(ORDERS, "; "), ORDERS)
case("delimiter pipe between blanks", written(ORDERS, " | "), ORDERS)
case(
    "comma and blank before quoted cells",
    'id, name, note\n1, "Smith, Ann", "x"\n2, "Jones, Bob", "y"\n3, "Roe, Cy", "z"\n',
    "id|name|note\n1|Smith, Ann|x\n2|Jones, Bob|y\n3|Roe, Cy|z",
)
case(
    "decimal commas between semicolons",
    "id;price;weight\n1;3,50;1,25\n2;14,20;0,75\n3;7,00;12,5\n",
    "id|price|weight\n1|3,50|1,25\n2|14,20|0,75\n3|7,00|12,5",
)
case(
    "decimal commas between tabs",
    "price\tweight\n3,50\t1,25\n14,20\t0,75\n7,00\t12,5\n",
    "price|weight\n3,50|1,25\n14,20|0,75\n7,00|12,5",
)
case(
    "thousands commas in quotes", 'id,revenue\n1,"1,200"\n2,"13,450"\n3,"900"\n', "id|revenue\n1|1,200\n2|13,450\n3|900"
)
case(
    "semicolons with commas in every text",
    "id;note\n1;red, green, blue\n2;one, two, three\n3;a, b, c\n",
    "id|note\n1|red, green, blue\n2|one, two, three\n3|a, b, c",
)
case(
    "commas with times and dates",
    "id,when,what\n1,2024-01-02 10:11:12,in\n2,2024-01-03 11:12:13,out\n3,2024-01-04 12:13:14,in\n",
    "id|when|what\n1|2024-01-02 10:11:12|in\n2|2024-01-03 11:12:13|out\n3|2024-01-04 12:13:14|in",
)
case(
    "one column of times",
    "2024-01-02 10:11:12\n2024-01-03 11:12:13\n2024-01-04 12:13:14\n",
    "column_1\n2024-01-02 10:11:12\n2024-01-03 11:12:13\n2024-01-04 12:13:14",
)
case(
    "one column of names",
    "full name\nAnn Smith\nBob Jones\nCy Roe\nDee Poe\n",
    "full name\nAnn Smith\nBob Jones\nCy Roe\nDee Poe",
)
case("one column of mails", "email\nann@x.com\nbob@y.org\ncy@z.net\n", "email\nann@x.com\nbob@y.org\ncy@z.net")
case("one column of numbers", "amount\n1\n22\n333\n", "amount\n1\n22\n333")
case("one column of decimal commas", "price\n1,50\n22,75\n3,10\n", "price\n1,50\n22,75\n3,10")
case(
    "one column of quoted sentences",
    '"comment"\n"I like it, really"\n"Not bad, but late"\n"Never again, sorry, no"\n',
    "comment\nI like it, really\nNot bad, but late\nNever again, sorry, no",
)
case(
    "one column of phone numbers",
    "phone\n+44 20 7946 0018\n+44 20 7946 0999\n+49 30 1234 5678\n",
    "phone\n+44 20 7946 0018\n+44 20 7946 0999\n+49 30 1234 5678",
)
case("a line that names the delimiter", "sep=;\nid;name\n1;Ann\n2;Bob\n", "id|name\n1|Ann\n2|Bob")
case("pipes around every row", "| id | name |\n| 1 | Ann |\n| 2 | Bob |\n| 3 | Cy |\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case(
    "addresses with slashes and dashes",
    "id,url\n1,https://a.com/x-1\n2,https://b.com/y-2\n3,https://c.com/z-3\n",
    "id|url\n1|https://a.com/x-1\n2|https://b.com/y-2\n3|https://c.com/z-3",
)

case(
    "aligned with spaces",
    "id    name   city      amount\n1     Ann    Oslo         3.5\n22    Bob    Rome        14.2\n333   Cy     Bonn         7.0\n",
    "id|name|city|amount\n1|Ann|Oslo|3.5\n22|Bob|Rome|14.2\n333|Cy|Bonn|7.0",
    delimiter="spaces",
)
case(
    "aligned without header",
    " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 19970101 13   63.34\n 00111 0003 19970101  1    1.00\n",
    "column_1|column_2|column_3|column_4|column_5\n00004|0001|19970101|2|29.33\n00004|0001|19970118|2|29.73\n00021|0002|19970101|13|63.34\n00111|0003|19970101|1|1.00",
    delimiter="spaces",
)
case(
    "aligned with blanks inside cells",
    "id   full name     city\n1    Ann Smith     Oslo\n22   Bob Jones     New York\n333  Cy van Roe    Bonn\n",
    "id|full name|city\n1|Ann Smith|Oslo\n22|Bob Jones|New York\n333|Cy van Roe|Bonn",
)
case(
    "aligned with missing cells",
    "id   name   city    amount\n1    Ann    Oslo       3.5\n22          Rome      14.2\n333  Cy                7.0\n4    Dee    Bonn       1.0\n5    Eve    Bern       2.0\n",
    "id|name|city|amount\n1|Ann|Oslo|3.5\n22|~|Rome|14.2\n333|Cy|~|7.0\n4|Dee|Bonn|1.0\n5|Eve|Bern|2.0",
)
case(
    "single spaces", "1 10.5 20\n2 11.5 21\n3 12.5 22\n", "column_1|column_2|column_3\n1|10.5|20\n2|11.5|21\n3|12.5|22"
)
case(
    "database table",
    "+----+------+\n| id | name |\n+----+------+\n|  1 | Ann  |\n|  2 | Bob  |\n+----+------+\n",
    "id|name\n1|Ann\n2|Bob",
)
case(
    "markdown table",
    "| id | name | amount |\n|----|------|-------:|\n| 1 | Ann | 3.5 |\n| 2 | Bob | 4.5 |\n",
    "id|name|amount\n1|Ann|3.5\n2|Bob|4.5",
)

case(
    "delimiters inside quotes",
    'id,name,amount\n1,"Smith, Ann",3\n2,"Jones, Bob",4\n3,Cy,5\n',
    "id|name|amount\n1|Smith, Ann|3\n2|Jones, Bob|4\n3|Cy|5",
)
case("doubled quotes", 'id,note\n1,"say ""hi"""\n2,"a ""b"" c"\n3,plain\n', 'id|note\n1|say "hi"\n2|a "b" c\n3|plain')
case(
    "backslash quotes",
    'id,note\n1,"say \\"hi, there\\""\n2,"a \\"b\\" c"\n3,"plain"\n',
    'id|note\n1|say "hi, there"\n2|a "b" c\n3|plain',
)
case(
    "single quotes",
    "id,name,amount\n1,'Smith, Ann',3\n2,'Jones, Bob',4\n3,'Roe, Cy',5\n",
    "id|name|amount\n1|Smith, Ann|3\n2|Jones, Bob|4\n3|Roe, Cy|5",
)
case(
    "single quotes doubled",
    "id;name\n1;'O''Hara; Ann'\n2;'Jones; Bob'\n3;'Roe'\n",
    "id|name\n1|O'Hara; Ann\n2|Jones; Bob\n3|Roe",
)
case(
    "apostrophes that are no quotes",
    "id,name,amount\n1,O'Hara,3\n2,'t Hooft,4\n3,D'Arcy,5\n",
    "id|name|amount\n1|O'Hara|3\n2|'t Hooft|4\n3|D'Arcy|5",
)
case(
    "line feeds inside quotes",
    'id,note,amount\n1,"two\nlines",3\n2,"three\n\nlines",4\n3,one,5\n',
    "id|note|amount\n1|two¶lines|3\n2|three¶¶lines|4\n3|one|5",
)
case(
    "a table inside a cell",
    'id,note,amount\n1,"a,b,c\nd,e,f\ng,h,i",3\n2,x,4\n3,y,5\n',
    "id|note|amount\n1|a,b,c¶d,e,f¶g,h,i|3\n2|x|4\n3|y|5",
)
case("all quoted", '"id","name"\n"1","Ann"\n"2","Bob"\n"3",""\n', "id|name\n1|Ann\n2|Bob\n3|~")
case(
    "inch marks",
    'id,item,amount\n1,5" pipe,3\n2,7" pipe,4\n3,hose,5\n4,9" tube,6\n',
    'id|item|amount\n1|5" pipe|3\n2|7" pipe|4\n3|hose|5\n4|9" tube|6',
)
case(
    "one closing quote missing",
    'id,name,amount\n1,"Ann",3\n2,"Bob,4\n3,"Cy",5\n4,"Dee",6\n',
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5\n4|Dee|6",
    "quotes",
)
case(
    "one opening quote missing",
    'id,name,amount\n1,"Ann",3\n2,Bob",4\n3,"Cy",5\n4,"Dee",6\n',
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5\n4|Dee|6",
    "quotes",
)
case(
    "quotes inside quotes not doubled",
    'id,note,amount\n1,"he said "hi" twice",3\n2,"fine",4\n3,"ok",5\n',
    'id|note|amount\n1|he said "hi" twice|3\n2|fine|4\n3|ok|5',
    "quotes",
)
case(
    "undoubled quotes around a comma",
    'id,note,amount\n1,"he said "hi, you" twice",3\n2,"fine",4\n3,"ok",5\n',
    'id|note|amount\n1|he said "hi, you" twice|3\n2|fine|4\n3|ok|5',
)
case(
    "closing quote missing in the last row",
    'id,name,amount\n1,"Ann",3\n2,"Bob",4\n3,"Cy,5\n',
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "closing quote missing at the end of a line",
    'id,name\n1,"Ann"\n2,"Bob\n3,"Cy"\n4,"Dee"\n',
    "id|name\n1|Ann\n2|Bob\n3|Cy\n4|Dee",
)
case(
    "blank after a closing quote",
    'id,name,amount\n1,"Ann" ,3\n2,"Bob",4\n3,"Cy",5\n',
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "text after a closing quote",
    'id,name,amount\n1,"Ann" x,3\n2,"Bob",4\n3,"Cy",5\n',
    'id|name|amount\n1|"Ann" x|3\n2|Bob|4\n3|Cy|5',
)
case(
    "some rows wholly quoted",
    'id,name,amount\n1,Ann,3\n"2,Bob,4"\n3,Cy,5\n"4,""Poe, Dee"",6"\n',
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5\n4|Poe, Dee|6",
)
case(
    "all rows wholly quoted",
    '"id,name,amount"\n"1,Ann,3"\n"2,Bob,4"\n"3,Cy,5"\n',
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case("quotes around empty cells", 'id,a,b\n1,"",x\n2,"",""\n3,y,z\n', "id|a|b\n1|~|x\n2|~|~\n3|y|z")
case(
    "quotes in the header only",
    '"first, name","last name"\nAnn,Smith\nBob,Jones\nCy,Roe\n',
    "first, name|last name\nAnn|Smith\nBob|Jones\nCy|Roe",
)
case(
    "quote option of two kinds",
    'id,a\n1,"it\'s, ok"\n2,"don\'t, now"\n3,"fine"\n',
    "id|a\n1|it's, ok\n2|don't, now\n3|fine",
)
case(
    "quoted cells with two pipes",
    'id||note||n\n1||"a||b"||3\n2||"c"||4\n3||d||5\n',
    "id|note|n\n1|a<>b|3\n2|c|4\n3|d|5".replace("<>", "\x00"),
)
case(
    "escaped delimiters without quotes",
    "id,note,n\n1,red\\, green,3\n2,plain,4\n3,one\\, two\\, three,5\n4,x,6\n",
    "id|note|n\n1|red, green|3\n2|plain|4\n3|one, two, three|5\n4|x|6",
)
case(
    "tab-separated with loose quotes",
    'id\tnote\tn\n1\tsays "yes\t3\n2\t12" disc\t4\n3\tok\t5\n',
    'id|note|n\n1|says "yes|3\n2|12" disc|4\n3|ok|5',
)

case("CRLF", written(ORDERS, ",", "\r\n"), ORDERS)
case("CR", written(ORDERS, ",", "\r"), ORDERS)
case("mixed LF and CRLF", "id,name\r\n1,Ann\n2,Bob\r\n3,Cy\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case(
    "mixed LF, CR and CRLF",
    "id,name\r\n1,Ann\n2,Bob\r3,Cy\r\n4,Dee\r5,Eve\n",
    "id|name\n1|Ann\n2|Bob\n3|Cy\n4|Dee\n5|Eve",
)
case("CRLF with LF inside quotes", 'id,note\r\n1,"a\nb"\r\n2,c\r\n', "id|note\n1|a¶b\n2|c")
case("no line end at the end", "id,name\n1,Ann\n2,Bob", "id|name\n1|Ann\n2|Bob")
case("doubled line ends", "id,name\n\n1,Ann\n\n2,Bob\n\n3,Cy\n\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case("CR CR LF", "id,name\r\r\n1,Ann\r\r\n2,Bob\r\r\n3,Cy\r\r\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case("blank lines among the rows", "id,name\n1,Ann\n\n2,Bob\n   \n3,Cy\n\n\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case(
    "unicode line separators are text",
    "id,note\n1,a\u2028b\n2,c\x0bd\n3,e\x85f\n",
    "id|note\n1|a\u2028b\n2|c\x0bd\n3|e\x85f",
)

case(
    "title before the header",
    "Sales report\nid,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
    header_line=2,
)
case(
    "title, note and blank line",
    "Sales report 2024\nPrinted 2024-05-01, by Ann\n\nid,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
    header_line=4,
)
case(
    "padded title",
    "Sales report,,,\n,,,\nid,name,city,amount\n1,Ann,Oslo,3\n2,Bob,Rome,4\n3,Cy,Bonn,5\n",
    "id|name|city|amount\n1|Ann|Oslo|3\n2|Bob|Rome|4\n3|Cy|Bonn|5",
    header_line=3,
)
case(
    "comment lines with hashes",
    "# exported by shop\n# version, 2\nid,name,amount\n1,Ann,3\n2,Bob,4\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4",
)
case(
    "keys and values before the table",
    "Report:,Orders\nFrom:,2024-01-01\nTo:,2024-02-01\n\nid,name,city,amount\n1,Ann,Oslo,3\n2,Bob,Rome,4\n3,Cy,Bonn,5\n4,Dee,Bern,6\n",
    "id|name|city|amount\n1|Ann|Oslo|3\n2|Bob|Rome|4\n3|Cy|Bonn|5\n4|Dee|Bern|6",
)
case("blank lines first", "\n\n\nid,name\n1,Ann\n2,Bob\n", "id|name\n1|Ann\n2|Bob", header_line=4)
case(
    "long prose before the header",
    "This file holds orders, with amounts, in EUR.\nAsk Ann, Bob or Cy about it; they know.\nid;name;amount\n1;Ann;3,5\n2;Bob;4,5\n3;Cy;5,5\n4;Dee;6,5\n",
    "id|name|amount\n1|Ann|3,5\n2|Bob|4,5\n3|Cy|5,5\n4|Dee|6,5",
)
case(
    "Chinese title",
    "销售报表\n导出时间：2024-05-01\n客户,金额\n张伟,12.5\n王芳,8.0\n李娜,99.9\n",
    "客户|金额\n张伟|12.5\n王芳|8.0\n李娜|99.9",
    encoding="gb18030",
)
case(
    "title before headerless numbers",
    "measured on site\n1,2.5,3.5\n2,2.6,3.6\n3,2.7,3.7\n4,2.8,3.8\n",
    "column_1|column_2|column_3\n1|2.5|3.5\n2|2.6|3.6\n3|2.7|3.7\n4|2.8|3.8",
)

case(
    "total after the data",
    "name,qty,amount\nAnn,1,3.5\nBob,2,4.5\nCy,3,5.5\nTotal,6,13.5\n",
    "name|qty|amount\nAnn|1|3.5\nBob|2|4.5\nCy|3|5.5",
    "after the data",
)
case(
    "total with empty cells",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\nTotal,,12\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
    "after the data",
)
case(
    "total in the second column",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n,TOTAL,12\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "Chinese total",
    "客户,数量,金额\n张伟,1,12.5\n王芳,2,8.0\n李娜,3,99.9\n合计,6,120.4\n",
    "客户|数量|金额\n张伟|1|12.5\n王芳|2|8.0\n李娜|3|99.9",
    encoding="gbk",
)
case(
    "notes after a blank line",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n\nSource: the shop\nAmounts in EUR\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "rows affected",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n\n(3 rows affected)\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "total and notes",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n,,\nGrand total,,12\nNote: without tax\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "empty rows of delimiters at the end",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n,,\n,,\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case(
    "a customer called Total stays",
    "id,name,amount\n1,Ann,3\n2,Total Wine,4\n3,Cy,5\n4,Bob,6\n",
    "id|name|amount\n1|Ann|3\n2|Total Wine|4\n3|Cy|5\n4|Bob|6",
)
case(
    "German total",
    "Kunde;Menge;Preis\nMeier;1;3,5\nHuber;2;4,5\nBauer;3;5,5\nSumme;6;13,5\n",
    "Kunde|Menge|Preis\nMeier|1|3,5\nHuber|2|4,5\nBauer|3|5,5",
)

case(
    "header repeated",
    "id,name\n1,Ann\n2,Bob\nid,name\n3,Cy\n4,Dee\nid,name\n5,Eve\n",
    "id|name\n1|Ann\n2|Bob\n3|Cy\n4|Dee\n5|Eve",
    "2 lines repeating the header",
)
case(
    "header repeated after blank lines",
    "id,name\n1,Ann\n2,Bob\n\nid,name\n3,Cy\n4,Dee\n",
    "id|name\n1|Ann\n2|Bob\n3|Cy\n4|Dee",
    "repeating the header",
)
case(
    "header of two rows",
    "order,order,customer\nid,date,name\n1,2024-01-01,Ann\n2,2024-01-02,Bob\n3,2024-01-03,Cy\n",
    "order id|order date|customer name\n1|2024-01-01|Ann\n2|2024-01-02|Bob\n3|2024-01-03|Cy",
)
case(
    "merged cells over two rows",
    ",Sales,,Returns,\nshop,count,sum,count,sum\nA,1,10.5,2,20.5\nB,3,30.5,4,40.5\nC,5,50.5,6,60.5\n",
    "shop|Sales count|Sales sum|Returns count|Returns sum\nA|1|10.5|2|20.5\nB|3|30.5|4|40.5\nC|5|50.5|6|60.5",
)
case(
    "units below the names",
    "id,weight,height\n,kg,cm\n1,60,170\n2,70,180\n3,80,190\n",
    "id|weight kg|height cm\n1|60|170\n2|70|180\n3|80|190",
)
case(
    "no header, numbers",
    "1,2.5,7\n2,3.5,8\n3,4.5,9\n",
    "column_1|column_2|column_3\n1|2.5|7\n2|3.5|8\n3|4.5|9",
    header_line=0,
)
case(
    "no header, texts and numbers",
    "Ann,Oslo,3.5\nBob,Rome,4.5\nCy,Bonn,5.5\n",
    "column_1|column_2|column_3\nAnn|Oslo|3.5\nBob|Rome|4.5\nCy|Bonn|5.5",
    header_line=0,
)
case(
    "no header, texts only",
    "Ann,Oslo,red\nBob,Rome,blue\nCy,Oslo,red\nDee,Rome,blue\nEve,Oslo,blue\nFay,Rome,red\n",
    "column_1|column_2|column_3\nAnn|Oslo|red\nBob|Rome|blue\nCy|Oslo|red\nDee|Rome|blue\nEve|Oslo|blue\nFay|Rome|red",
    header_line=0,
)
case(
    "header over texts only",
    "name,city,colour\nAnn,Oslo,red\nBob,Rome,blue\nCy,Oslo,red\nDee,Rome,blue\n",
    "name|city|colour\nAnn|Oslo|red\nBob|Rome|blue\nCy|Oslo|red\nDee|Rome|blue",
    header_line=1,
)
case(
    "no header, codes only",
    "A-17,X9\nB-22,X8\nC-31,X7\nD-40,X9\n",
    "column_1|column_2\nA-17|X9\nB-22|X8\nC-31|X7\nD-40|X9",
    header_line=0,
)
SPARSE = "id|age|city\nc1|~|Oslo\nc2|30|Rome\nc3|31|Bonn\nc4|~|Paris\nc5|~|Rome\nc6|7|Bonn"
case("a first row without its only number", written(SPARSE), SPARSE, header_line=1)
case("words for missing below the header", written(SPARSE.replace("~", "NA")), SPARSE.replace("~", "NA"), header_line=1)
case(
    "the number missing in two rows of three",
    "id,age,city\n" + "".join(f"c{n},{'' if n % 3 else n},Oslo\n" for n in range(40)),
    "id|age|city\n" + "\n".join(f"c{n}|{'~' if n % 3 else n}|Oslo" for n in range(40)),
    header_line=1,
)
case(
    "no number before the fiftieth row",
    "Report of all\nid,age,city\n" + "".join(f"c{n},{'' if n < 50 else n},Oslo\n" for n in range(120)),
    "id|age|city\n" + "\n".join(f"c{n}|{'~' if n < 50 else n}|Oslo" for n in range(120)),
    header_line=2,
)
case(
    "texts beside an index without a name",
    ",answer,reason\n" + "".join(f"{n},{'Agree' if n % 2 else 'Disagree'},none of {n}\n" for n in range(9)),
    "column_1|answer|reason\n" + "\n".join(f"{n}|{'Agree' if n % 2 else 'Disagree'}|none of {n}" for n in range(9)),
)
case(
    "questions beside their codes, which have no name",
    ",Content\n" + "".join(f"V{n},Are you usually the {n}th?\n" for n in range(9)),
    "column_1|Content\n" + "\n".join(f"V{n}|Are you usually the {n}th?" for n in range(9)),
)
case(
    "no header, and a first row without its only number",
    "\n".join(SPARSE.replace("~", "").replace("|", ",").split("\n")[1:]) + "\n",
    SPARSE.replace("id|age|city", "column_1|column_2|column_3"),
    header_line=0,
)
case(
    "names that are years",
    "region,2019,2020,2021\nNorth,10.5,11.5,12.5\nSouth,20.5,21.5,22.5\nWest,30.5,31.5,32.5\n",
    "region|2019|2020|2021\nNorth|10.5|11.5|12.5\nSouth|20.5|21.5|22.5\nWest|30.5|31.5|32.5",
    header_line=1,
)
case("duplicate names", "id,name,name,name\n1,a,b,c\n2,d,e,f\n", "id|name|name (2)|name (3)\n1|a|b|c\n2|d|e|f")
case("empty names", "id,,name,\n1,a,b,c\n2,d,e,f\n", "id|column_2|name|column_4\n1|a|b|c\n2|d|e|f")
case(
    "row names without a name",
    "name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n",
    "column_1|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5",
)
case("pandas index", ",name,amount\n0,Ann,3\n1,Bob,4\n2,Cy,5\n", "column_1|name|amount\n0|Ann|3\n1|Bob|4\n2|Cy|5")
case(
    "delimiter at the end of rows, not of the header", "id,name\n1,Ann,\n2,Bob,\n3,Cy,\n", "id|name\n1|Ann\n2|Bob\n3|Cy"
)
case("delimiter at the end of every line", "id;name;\n1;Ann;\n2;Bob;\n3;Cy;\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case(
    "names with line feeds", '"order\nid","full\nname"\n1,Ann\n2,Bob\n3,Cy\n', "order¶id|full¶name\n1|Ann\n2|Bob\n3|Cy"
)
case("names with blanks around", " id , name \n1,Ann\n2,Bob\n", "id|name\n1|Ann\n2|Bob")
case("header only", "id,name,amount\n", "id|name|amount")
case("one row of values", "1,2.5,2024-01-01\n", "column_1|column_2|column_3\n1|2.5|2024-01-01")
case("many missing values", "id,a,b,c\n1,,,\n2,,x,\n3,,,\n4,y,,\n", "id|a|b|c\n1|~|~|~\n2|~|x|~\n3|~|~|~\n4|y|~|~")
case(
    "missing words in number columns",
    "id,amount\n1,NA\n2,3.5\n3,-\n4,4.5\n5,n/a\n",
    "id|amount\n1|NA\n2|3.5\n3|-\n4|4.5\n5|n/a",
)
case(
    "header longer than the rows",
    "id,name,city,note\n1,Ann,Oslo\n2,Bob,Rome\n3,Cy,Bonn\n",
    "id|name|city|note\n1|Ann|Oslo|~\n2|Bob|Rome|~\n3|Cy|Bonn|~",
    "shorter",
)
case(
    "Chinese header over Chinese texts",
    "姓名,城市,渠道\n张伟,北京,门店\n王芳,上海,网上\n李娜,北京,门店\n",
    "姓名|城市|渠道\n张伟|北京|门店\n王芳|上海|网上\n李娜|北京|门店",
)

case(
    "one short row",
    "id,name,city,amount\n1,Ann,Oslo,3\n2,Bob\n3,Cy,Bonn,5\n4,Dee,Bern,6\n",
    "id|name|city|amount\n1|Ann|Oslo|3\n2|Bob|~|~\n3|Cy|Bonn|5\n4|Dee|Bern|6",
    "1 line shorter; line 3",
)
case(
    "one long row",
    "id,name,amount\n1,Ann,3\n2,Bob,4,extra\n3,Cy,5\n4,Dee,6\n",
    "id|name|amount|column_4\n1|Ann|3|~\n2|Bob|4|extra\n3|Cy|5|~\n4|Dee|6|~",
    "1 line longer; line 3",
)
case(
    "one very long row",
    "id,name\n1,Ann\n2,Bob,x,y,z\n3,Cy\n4,Dee\n",
    "id|name|column_3|column_4|column_5\n1|Ann|~|~|~\n2|Bob|x|y|z\n3|Cy|~|~|~\n4|Dee|~|~|~",
    "longer",
)
case(
    "a short and a long row",
    "id,name,amount\n1,Ann\n2,Bob,4,x\n3,Cy,5\n4,Dee,6\n5,Eve,7\n",
    "id|name|amount|column_4\n1|Ann|~|~\n2|Bob|4|x\n3|Cy|5|~\n4|Dee|6|~\n5|Eve|7|~",
    "1 line shorter; 1 line longer",
)
case(
    "a cut last row",
    "id,name,city,amount\n1,Ann,Oslo,3\n2,Bob,Rome,4\n3,Cy,Bonn,5\n4,De",
    "id|name|city|amount\n1|Ann|Oslo|3\n2|Bob|Rome|4\n3|Cy|Bonn|5\n4|De|~|~",
    "shorter",
)
case(
    "long row with quotes",
    'id,name,amount\n1,"Ann, A",3\n2,"Bob",4,"x, y"\n3,"Cy",5\n4,"Dee",6\n',
    "id|name|amount|column_4\n1|Ann, A|3|~\n2|Bob|4|x, y\n3|Cy|5|~\n4|Dee|6|~",
    "longer",
)

case(
    "two tables, the first larger",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n4,Dee,6\n5,Eve,7\n\ncity,country\nOslo,Norway\nRome,Italy\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5\n4|Dee|6\n5|Eve|7",
    "another table",
)
case(
    "two tables, the second larger",
    "city,country\nOslo,Norway\nRome,Italy\n\nid,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n4,Dee,6\n5,Eve,7\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5\n4|Dee|6\n5|Eve|7",
    "another table",
)
case(
    "two tables of one width",
    "id,name,amount\n1,Ann,3\n2,Bob,4\n3,Cy,5\n4,Dee,6\n\ncode,title,price\nx1,Cup,9\nx2,Mug,8\n",
    "id|name|amount\n1|Ann|3\n2|Bob|4\n3|Cy|5\n4|Dee|6",
    "another table",
)
case(
    "two tables with titles",
    "Customers\nid,name,city,amount\n1,Ann,Oslo,3\n2,Bob,Rome,4\n3,Cy,Bonn,5\n4,Dee,Bern,6\n\nProducts\ncode,title\nx1,Cup\nx2,Mug\n",
    "id|name|city|amount\n1|Ann|Oslo|3\n2|Bob|Rome|4\n3|Cy|Bonn|5\n4|Dee|Bern|6",
    "another table",
)
case(
    "tables without a blank line between",
    "city,country\nOslo,Norway\nRome,Italy\nid,name,amount,when\n1,Ann,3,2024-01-01\n2,Bob,4,2024-01-02\n3,Cy,5,2024-01-03\n4,Dee,6,2024-01-04\n",
    "id|name|amount|when\n1|Ann|3|2024-01-01\n2|Bob|4|2024-01-02\n3|Cy|5|2024-01-03\n4|Dee|6|2024-01-04",
)

case(
    "formulas stay text",
    'id,value\n1,=1+1\n2,"=HYPERLINK(""x"")"\n3,@cmd\n4,+5\n',
    'id|value\n1|=1+1\n2|=HYPERLINK("x")\n3|@cmd\n4|+5',
)
case("escape sequences stay text", "id,name\n1,\x1b[31mred\n2,ok\n3,fine\n", "id|name\n1|\x1b[31mred\n2|ok\n3|fine")
case(
    "leading zeros and long digits",
    "id,code\n1,007\n2,00012345678901234567890\n3,010\n",
    "id|code\n1|007\n2|00012345678901234567890\n3|010",
)
case("blanks inside cells are kept", "id,name\n1, Ann \n2,Bob\n3,  Cy\n", "id|name\n1| Ann \n2|Bob\n3|  Cy")
case(
    "five thousand columns",
    ",".join(f"c{i}" for i in range(5000)) + "\n" + (",".join(str(i) for i in range(5000)) + "\n") * 3,
    "|".join(f"c{i}" for i in range(5000)) + ("\n" + "|".join(str(i) for i in range(5000))) * 3,
)
case(
    "a cell of a megabyte",
    'id,note,n\n1,"' + "x, y\n" * 200_000 + '",3\n2,b,4\n',
    "id|note|n\n1|" + "x, y¶" * 200_000 + "|3\n2|b|4",
)

case(
    "bank statement with a balance after it",
    'Account: 12345\nPeriod: 01/01/2024 - 01/31/2024\n\nDate,Description,Amount,Balance\n01/02/2024,"COFFEE, SHOP",-3.50,100.00\n01/03/2024,SALARY,2000.00,2100.00\n01/05/2024,RENT,-800.00,1300.00\n\nEnding balance:,,,1300.00\n',
    "Date|Description|Amount|Balance\n01/02/2024|COFFEE, SHOP|-3.50|100.00\n01/03/2024|SALARY|2000.00|2100.00\n01/05/2024|RENT|-800.00|1300.00",
    header_line=4,
)
case(
    "statistics table with years, title and notes",
    'Table 1. Population by region,,,\n,,,\nRegion,2019,2020,2021\nNorth,"1,234","1,250","1,300"\nSouth,"2,234","2,250","2,300"\nEast,"834","850","900"\n,,,\nSource: Statistics Office,,,\nNote: figures are provisional,,,\n',
    "Region|2019|2020|2021\nNorth|1,234|1,250|1,300\nSouth|2,234|2,250|2,300\nEast|834|850|900",
    header_line=3,
)
case(
    "names that count up",
    "id,1,2,3\na,5.5,6.5,7.5\nb,8.5,9.5,1.5\nc,2.5,3.5,4.5\n",
    "id|1|2|3\na|5.5|6.5|7.5\nb|8.5|9.5|1.5\nc|2.5|3.5|4.5",
    header_line=1,
)
case(
    "years over quarters",
    "Year,2023,2023,2024,2024\nQuarter,Q1,Q2,Q1,Q2\nNorth,1,2,3,4\nSouth,5,6,7,8\nEast,9,10,11,12\n",
    "Year Quarter|2023 Q1|2023 Q2|2024 Q1|2024 Q2\nNorth|1|2|3|4\nSouth|5|6|7|8\nEast|9|10|11|12",
)
case(
    "output of a database shell",
    " id | name  | amount \n----+-------+--------\n  1 | Ann   |   3.50\n  2 | Bob   |  14.20\n  3 |       |   7.00\n(3 rows)\n",
    "id|name|amount\n1|Ann|3.50\n2|Bob|14.20\n3|~|7.00",
)
case(
    "quoted cells between spaces, row names",
    '"mpg" "cyl" "disp"\n"Mazda RX4" 21 6 160\n"Datsun 710" 22.8 4 108\n"Valiant" 18.1 6 225\n',
    "column_1|mpg|cyl|disp\nMazda RX4|21|6|160\nDatsun 710|22.8|4|108\nValiant|18.1|6|225",
)
case(
    "user accounts between colons",
    "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nbin:x:2:2:bin:/bin:/usr/sbin/nologin\n",
    "column_1|column_2|column_3|column_4|column_5|column_6|column_7\nroot|x|0|0|root|/root|/bin/bash\ndaemon|x|1|1|daemon|/usr/sbin|/usr/sbin/nologin\nbin|x|2|2|bin|/bin|/usr/sbin/nologin",
)
case("empty columns at the end", "id,name,,,\n1,Ann,,,\n2,Bob,,,\n3,Cy,,,\n,,,,\n,,,,\n", "id|name\n1|Ann\n2|Bob\n3|Cy")
case(
    "a last unnamed column with one remark",
    "id,name,\n"
    + "".join(f"{i},Ann,\n" for i in range(100))
    + "100,Bob,late\n"
    + "".join(f"{i},Cy,\n" for i in range(101, 200)),
    "id|name|column_3\n"
    + "".join(f"{i}|Ann|~\n" for i in range(100))
    + "100|Bob|late\n"
    + "\n".join(f"{i}|Cy|~" for i in range(101, 200)),
)

case("one accented letter alone in an ASCII file", b"id,grade\n1,a\n2,b\n3,\xe9\n4,c\n", "id|grade\n1|a\n2|b\n3|é\n4|c")

for _index, _case in enumerate(CASES):
    if any(cell and "\x00" in cell for row in _case.rows for cell in row):
        _rows = [[cell and cell.replace("\x00", "||") for cell in row] for row in _case.rows]
        CASES[_index] = Case(_case.name, _case.data, _case.names, _rows, _case.says, _case.found)
