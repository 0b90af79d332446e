"""Texts that try to steer a terminal, a spreadsheet, a browser or the app itself; and files full of them."""

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ESC, CSI, OSC, DCS, ST = "\x1b", "\x9b", "\x9d", "\x90", "\x9c"
CSI_SEQUENCES = (
    "2J", "H", "999;999H", "3J", "31m", "38;2;255;0;0m", "7m", "8m", "?25l", "?25h", "?1049h", "?1049l", "?1000h",
    "?1003h", "?1006h", "?2004h", "?2004l", "?2026h", "6n", "5n", "c", ">c", "=c", "0c", "21t", "18t", "14t", "8;1;1t",
    "2;1t", "3;0;0t", "20t", "1;5r", "s", "u", ">1u", "?u", ">4;2m", "?7l", "?5h", "4h", "20h", "12l", "!p", "1 q",
    "0K", "1P", "99X", "99L", "99M", "99S", "99T", "99A", "99B", "99C", "99D", "i", "5i", "?9001h", "200~", "201~",
)  # fmt: skip
OSC_STRINGS = (
    "0;owned", "1;owned", "2;owned", "4;1;?", "7;file:///etc/passwd", "8;;http://evil.example", "8;id=1;file:///etc",
    "9;owned", "10;?", "11;?", "12;?", "22;crosshair", "50;?", "52;c;b3duZWQ=", "52;p;?", "104", "133;A",
    "777;notify;owned;owned", "1337;File=name=eA==:eA==", "1337;SetMark", "633;E;rm",
)  # fmt: skip
STRINGS = ("P1$r0m", "P+q544e", "Pq#0;2;0;0;0#0~~@@vv", "Ptmux;\x1b\x1b]52;c;eA==\a", "_Gf=24,s=1,v=1;AAAA", "^private",
           "Xstart", "_owned")  # fmt: skip
TWO_BYTE = ("c", "7", "8", "D", "E", "H", "M", "N", "O", "Z", "=", ">", "#8", "(0", ")0", "%G", "%@", "n", "o", "|",
            "}", "~", " F", "l", "m")  # fmt: skip
MARKUP = (
    "[red]x[/red]", "[/nope]", "[a=1", "[@click=app.quit]quit[/]", "[@click=app.bell]x[/]", "[bold", "[/]", "[]", "[[",
    "\\[red]", "[link=http://evil.example]x[/link]", "[on red]", "$primary", "[$error]x", "{name}", "%s%s%n",
    "{0.__class__}", "[not a tag]", "[1,2,3]", "[/bold][/bold]", "[blink]x", "[@mouse.down=app.quit]x[/]",
)  # fmt: skip
FORMULAS = (
    "=cmd|'/C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", "=HYPERLINK(\"http://evil\")",
    "=IMPORTXML(\"http://evil\",\"//a\")", "=DDE(\"cmd\",\"/C calc\",\"x\")", "＝1+1", "＋1", "－1+1", "＠SUM(1)",
    "|cmd", "=\x1b[2J", "-2+3+cmd|' /C calc'!A0", "%0A=1+1", ";=1+1", "\"=1+1\"", "'=1+1",
)  # fmt: skip
PAGES = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</title><b>", "<!--",
    "</style><script>x</script>", "&lt;b&gt;", "&#x3c;script&#x3e;", "javascript:alert(1)", "-->", "]]>", "<?php",
    "{{7*7}}", "| a | b |", "# heading", "![x](http://evil)", "[x](javascript:alert(1))", "`code`", "***", "---",
)  # fmt: skip
BIDI = tuple(f"a{chr(code)}b" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))
INVISIBLE = tuple(
    f"a{chr(code)}b"
    for code in (
        0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0x2061, 0x2064,
        0x206A, 0x206F, 0x2800, 0x3164, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF, 0x1D173,
        0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xE000, 0x10FFFF,
    )
)  # fmt: skip
SHAPES = (
    "e" + "\u0301" * 60, "Z" + "".join(chr(code) for code in range(0x0300, 0x036F)), "\u0301\u0302 lone", "ก็็็็็็็็็็็็็็็็",
    "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪🇫🇷", "1️⃣", "☁️", "⌚︎", "𝕏𝓎", "ﷺ", "꧅", "𒐫", "北京市朝阳区", "ＦＵＬＬ", "한국어", "ｶﾞ",
    "مرحبا بالعالم", "שלום", "ab\u05d0\u05d1", "हिन्दी", "ไทย", "Ǆ", "ß", "İ", "x" * 10_000, "北" * 10_000, " " * 300,
    "", "a\u0000b", "\x00", "null", "None", "NaN", "inf", "true", "1e999", "0x1", "-0", "９９", "١٢٣",
)  # fmt: skip
C0 = tuple(f"a{chr(code)}b" for code in (*range(0x01, 0x20), 0x7F))
C1 = tuple(f"a{chr(code)}b" for code in range(0x80, 0xA0))
OTHER_NEWLINES = ("a\r\nb", "a\x0b\x0cb", "a\x85b", "a\u2028b", "\b\b\b\bX", "\r\x1b[K", "\a" * 50)

CORPUS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(f"{ESC}[{one}" for one in CSI_SEQUENCES),
            *(f"{CSI}{one}" for one in CSI_SEQUENCES[:20]),
            *(f"{ESC}]{one}{end}" for one in OSC_STRINGS for end in ("\a", f"{ESC}\\")),
            *(f"{OSC}{one}{ST}" for one in OSC_STRINGS[:8]),
            *(f"{ESC}{one}{ESC}\\" for one in STRINGS),
            f"{DCS}1$r0m{ST}",
            *(f"{ESC}{one}" for one in TWO_BYTE),
            *MARKUP, *FORMULAS, *PAGES, *BIDI, *INVISIBLE, *SHAPES, *C0, *C1, *OTHER_NEWLINES,
        )
    )
)  # fmt: skip
"""All of them, each once."""
COUNTRY = "country\x1b[2J[/nope]"
MARKS_OF_ATTACK = frozenset("\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff")


def attacks_in(text: str) -> set[str]:
    """Return the characters of a terminal's input that change its order or hide in it; control sequences aside."""
    return {
        char
        for char in set(text)
        if char in MARKS_OF_ATTACK or unicodedata.category(char) in {"Cf", "Cs", "Co", "Zl", "Zp"}
    }


def names() -> list[str]:
    """Return the corpus as names of files: without slashes and zeros, no longer than a folder takes."""
    found = (text.replace("/", "∕").replace("\0", "")[:60] for text in CORPUS)
    return list(dict.fromkeys(name for name in found if name.strip(". ")))


def order_rows() -> Iterator[list[str]]:
    """Yield the lines of orders in which ids, products, countries and notes are hostile: two of each."""
    for place, text in enumerate(CORPUS * 2):
        customer = CORPUS[place % len(CORPUS)] or f"C{place}"
        day = f"2024-{1 + place % 12:02d}-{1 + place * 7 % 28:02d}"
        country = CORPUS[place % 7 * 31 % len(CORPUS)]
        yield [customer, str(place), day, text, str(1 + place % 5), f"{1 + place * 37 % 90}.50", country]


def write_orders(path: Path) -> Path:
    """Write a file of orders that is hostile in every cell that is text."""
    with path.open("w", newline="", encoding="utf-8", errors="surrogatepass") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["customer_id", "order_id", "order_date", "product", "quantity", "unit_price", "country\x1b[2J[/nope]"]
        )
        writer.writerows(order_rows())
    return path


def write_wide(path: Path) -> Path:
    """Write a file whose column names are the corpus."""
    headers = [text[:200] for text in CORPUS if text.strip()]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["customer_id", "spend", *headers])
        for row in range(60):
            writer.writerow([f"C{row:03d}", row * 7 % 50, *(str((row + place) % 3) for place in range(len(headers)))])
    return path


def write_bytes(path: Path) -> Path:
    """Write a Latin-1 file whose cells hold each byte of C0 and C1 but the line's own."""
    lines = [b"customer_id,spend,note"]
    bad = [code for code in (*range(1, 32), *range(127, 160)) if code not in (10, 13)]
    lines += [b"C%d,%d,a%cb%c2J" % (code, code, code, 0x9B) for code in bad]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def write_workbook(path: Path) -> Path:
    """Write a workbook with hostile sheet names, as far as the format takes them."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    banned = set("[]:*?/\\'")
    sheets = []
    for text in (*BIDI, *SHAPES[:20], *FORMULAS[:10], *INVISIBLE[:12]):
        name = "".join(char for char in text if (char not in banned and char.isprintable()) or char in "\u202e\u200b")[
            :28
        ]
        if name.strip() and name.casefold() not in {one.casefold() for one in sheets}:
            sheets.append(name)
    for sheet in sheets:
        page = book.add_worksheet(sheet)
        for row in range(12):
            page.write_row(row, 0, ["customer_id", "spend", "note"] if not row else [f"C{row}", row, sheet])
    book.close()
    return path


def write_playbook(path: Path) -> Path:
    """Write a playbook whose rules are hostile in every text."""
    import tomli_w

    texts = [text for text in CORPUS if text.strip() and "\x00" not in text][:60]
    rules = [
        {"name": text[:100], "when": f"monetary >= {500 - 8 * place}", "action": text, "why": text,
         "channel": text[:80], "offer": text[:80], "priority": place + 1}
        for place, text in enumerate(texts)
    ]  # fmt: skip
    rules.append({"name": "rest", "when": "monetary <= 1000000", "action": "x", "priority": 900})
    path.write_text(tomli_w.dumps({"version": 1, "rules": rules}), encoding="utf-8")
    return path


def write_recipe(path: Path) -> Path:
    """Write a recipe over the hostile orders with hostile names of source, segments, tiers and strategies."""
    import tomli_w

    document = {
        "version": 1,
        "currency": "\x1b[2J[/nope]",
        "sources": [
            {
                "name": "ord\x1b]0;x\a[/nope]\u202e",
                "kind": "transactions",
                "path": "orders.csv",
                "columns": {
                    "customer_id": "customer_id", "order_id": "order_id", "order_date": "order_date",
                    "product_name": "product", "quantity": "quantity", "unit_price": "unit_price",
                    "country": COUNTRY,
                },
            }
        ],
        "segmentation": {
            "method": "kmeans", "k": 3, "accept_unstable": True,
            "names": {"1": "\x1b[2J[red]x[/red]", "2": "[/nope]\u202e<script>", "3": "=cmd|'/C calc'!A0"},
        },
        "value": {"method": "total", "tiers": ["[/lo]", "\x1b[7mmid", "=hi\u202e"]},
        "loyalty": {"method": "score", "tiers": ["not\x07", "[@click=app.quit]yes[/]"]},
        "strategies": {"playbook": "playbook.toml"},
        "export": {"columns": []},
    }  # fmt: skip
    path.write_text(tomli_w.dumps(document), encoding="utf-8")
    return path
