# ruff: noqa: E501 - a file and its answer stand beside each other
"""Reports of accountants, offices and programs, with the right answer beside each: ``REPORTS``, cases as of the corpus."""

from __future__ import annotations

from tests.analysis.sources.corpus import made

DAYS = "\n".join(f"C{n // 4}|R-{n}|2023-0{1 + n // 7}-1{n % 7}|{n}.50" for n in range(20))
SOLD = "Customer|Date|Product|Qty|Amount\n" + "\n".join(
    f"{who}|0{place + 1}/0{month}/2023|Pen {place}|{place}.00|{month * 1000 + place}.25"
    for who, months in (("Amy's Bird Sanctuary", (1, 2)), ("Bill's Windsurf", (3,)), ("Cool Cars", (4, 5)))
    for month in months
    for place in range(3)
)


VIEWS = "".join(f"2024-01-{n + 1:02}|{n + 5}|{n * 2 + 1}.5\n" for n in range(10))


def with_subtotals(rows: str, label: str) -> str:
    """The rows with a line after each customer's that sums them up."""
    lines, out = rows.split("\n"), ["id,order,date,amount"]
    for place, line in enumerate(lines):
        out.append(line.replace("|", ","))
        if place + 1 == len(lines) or lines[place + 1][:2] != line[:2]:
            out.append(f"{label.format(line[:2])},,,99.00")
    return "\n".join([*out, "Grand Total,,,495.00"]) + "\n"


def under_customers() -> str:
    """What was sold as an accountant's program tells it: under the name of each customer, with totals."""
    lines = [
        "Craig's Landscaping,,,,",
        "Sales by Customer Detail,,,,",
        "January - June 2023,,,,",
        "",
        ",Date,Product,Qty,Amount",
    ]
    rows = [row.split("|") for row in SOLD.split("\n")[1:]]
    for place, row in enumerate(rows):
        lines += [f"{row[0]},,,,"] * (place == 0 or rows[place - 1][0] != row[0])
        lines.append(",".join(["", *row[1:4], f'"{float(row[4]):,.2f}"']))
        if place + 1 == len(rows) or rows[place + 1][0] != row[0]:
            lines.append(f'Total for {row[0]},,,,"$9,999.00"')
    return (
        "\n".join([*lines, 'TOTAL,,,,"$29,999.00"', "", "", '"Monday, Jul 3, 2023 GMT-8 - Accrual Basis",,,,']) + "\n"
    )


REPORTS = [
    made(
        "subtotals among the rows",
        with_subtotals(DAYS, "Subtotal {}"),
        f"id|order|date|amount\n{DAYS}",
        "4 lines among the data that sum up others; 2 lines after the data",
    ),
    made(
        "subtotals as a spreadsheet writes them",
        with_subtotals(DAYS, "{} Total"),
        f"id|order|date|amount\n{DAYS}",
        "lines among the data",
    ),
    made(
        "subtotals in Chinese",
        with_subtotals(DAYS, "{} 小计"),
        f"id|order|date|amount\n{DAYS}",
        "lines among the data",
    ),
    made(
        "a customer called Total among subtotals",
        with_subtotals(DAYS.replace("C2|", "Total Wine|"), "Subtotal {}"),
        "id|order|date|amount\n" + DAYS.replace("C2|", "Total Wine|"),
    ),
    made(
        "rows under the names of customers",
        under_customers(),
        "\n".join(
            line if not place else f"{line[: line.rindex('|')]}|{float(line[line.rindex('|') + 1 :]):,.2f}"
            for place, line in enumerate(SOLD.split("\n"))
        ),
        "lines naming the rows below them; lines among the data that sum up others",
        header_line=5,
    ),
    made(
        "a cross table under rising numbers, as R writes it",
        '"","0","1","2.5"\n' + "".join(f'"{n}",{30 - n},{n * 2},{n % 3}\n' for n in range(6)),
        "column_1|0|1|2.5\n" + "\n".join(f"{n}|{30 - n}|{n * 2}|{n % 3}" for n in range(6)),
    ),
    made(
        "a series without a name, as pandas writes it",
        ",0\n" + "".join(f"{1900 + n},{n * n}\n" for n in range(6)),
        "column_1|0\n" + "\n".join(f"{1900 + n}|{n * n}" for n in range(6)),
    ),
    made(
        "names in quotes that the rows have not",
        "'OBS' 'GPA' 'GRADE'\n" + "".join(f"{n} 2.{n} 0\n" for n in range(1, 8)),
        "OBS|GPA|GRADE\n" + "\n".join(f"{n}|2.{n}|0" for n in range(1, 8)),
    ),
    made(
        "rows with names in quotes between single blanks, as R writes them",
        '"name" "n"\n"1" "Cy \\"x\\" D" 4\n"2" "Anna Müller" 12\n"3" "Bo" 3\n',
        'column_1|name|n\n1|Cy "x" D|4\n2|Anna Müller|12\n3|Bo|3',
    ),
    made(
        "numbered names over texts and an id that is never there",
        "id,prop0,prop1\n" + "".join(f",value{n % 2},{{{n}}}\n" for n in range(3)),
        "id|prop0|prop1\n" + "\n".join(f"~|value{n % 2}|{{{n}}}" for n in range(3)),
    ),
    made(
        "rows of nothing under the names",
        "fit_1,fit_2,error\n,,\n,,\n" + "".join(f".{n}5,-.{n},{n}e-6\n" for n in range(1, 8)),
        "fit_1|fit_2|error\n" + "\n".join(f".{n}5|-.{n}|{n}e-6" for n in range(1, 8)),
        header_line=1,
        skipped_lines=(2, 3),
    ),
    made(
        "months over numbers",
        "id,Jan-23,Feb-23,Mar-23\n" + "".join(f"C{n},{n},{n * 2},{n * 3}\n" for n in range(8)),
        "id|Jan-23|Feb-23|Mar-23\n" + "\n".join(f"C{n}|{n}|{n * 2}|{n * 3}" for n in range(8)),
    ),
    made(
        "points for missing values in the first row",
        "id,age,income,visits\n001,.,.,0\n" + "".join(f"00{n},{20 + n},{n}000,{n}\n" for n in range(2, 9)),
        "id|age|income|visits\n001|.|.|0\n" + "\n".join(f"00{n}|{20 + n}|{n}000|{n}" for n in range(2, 9)),
    ),
    made(
        "statistics with flags and colons",
        "geo\\time\t2021 \t2022 \t2023 \n"
        + "".join(
            f"{c}\t10{n} \t{': ' if n % 2 else 105}\t12{n} p\n" for n, c in enumerate(("AT", "BE", "BG", "CY", "CZ"))
        ),
        "geo\\time|2021|2022|2023\n"
        + "\n".join(
            f"{c}|10{n} |{': ' if n % 2 else 105}|12{n} p" for n, c in enumerate(("AT", "BE", "BG", "CY", "CZ"))
        ),
    ),
    made(
        "a numero sign in latin-1",
        "Nº do Pedido;Código;Valor\n" + "".join(f"{n};C{n};{n},50\n" for n in range(6)),
        "Nº do Pedido|Código|Valor\n" + "\n".join(f"{n}|C{n}|{n},50" for n in range(6)),
        encoding="latin-1",
    ),
    made(
        "sums under the header, as web analytics writes them",
        "# Report suite: shop\n# January\n#\nDate,Views,Revenue\nTotals,75,105.0\n" + VIEWS.replace("|", ","),
        "Date|Views|Revenue\n" + VIEWS.rstrip(),
        "line 5 sums up the rows below it",
    ),
    made(
        "sums under the header that name nothing",
        "Date,Views,Revenue\n,75,105.0\n" + VIEWS.replace("|", ","),
        "Date|Views|Revenue\n" + VIEWS.rstrip(),
        "line 2 sums up the rows below it",
    ),
    made(
        "sums under the header that say so in a cell of their own",
        "User,Date,Views,Revenue\n,,75,105.0,Grand total\n"
        + "".join(f"u,{line.replace('|', ',')}\n" for line in VIEWS.split()),
        "User|Date|Views|Revenue\n" + "\n".join(f"u|{line}" for line in VIEWS.split()),
        "line 2 sums up the rows below it",
    ),
    made(
        "a first row without a name that is no sum",
        "Date,Views,Revenue\n,3,4.0\n" + VIEWS.replace("|", ","),
        "Date|Views|Revenue\n~|3|4.0\n" + VIEWS.rstrip(),
    ),
    made(
        "a bill with notes before and after, as payment services write them",
        "支付宝交易记录明细查询\r\n账号:[138****0000]\r\n----------交易记录明细列表----------\r\n"
        "交易号,创建时间,交易对方,金额（元）,状态,\r\n"
        + "".join(f"20230101{n:03},2023-01-0{n} 10:00:00,张三,{n}.50,成功,\r\n" for n in range(1, 9))
        + "------------------------------------\r\n共8笔记录\r\n已收入:8笔,40.00元\r\n导出时间:[2024-01-02]    用户:张三\r\n",
        "交易号|创建时间|交易对方|金额（元）|状态\n"
        + "\n".join(f"20230101{n:03}|2023-01-0{n} 10:00:00|张三|{n}.50|成功" for n in range(1, 9)),
        "4 lines after the data",
        encoding="gbk",
    ),
    made(
        "a printed report with a title over ruled columns",
        "ACME CORP      SALES REPORT      PAGE 1\n\nCUST-NO   ORDER-NO   AMOUNT\n--------- ---------- ------------\n"
        + "".join(f"{n:08}  {n * 3:08}   {n * 1000:>10,.2f}\n" for n in range(1, 9)),
        "CUST-NO|ORDER-NO|AMOUNT\n" + "\n".join(f"{n:08}|{n * 3:08}|{n * 1000:,.2f}" for n in range(1, 9)),
    ),
    made(
        "a survey whose questions have answers below them",
        "Respondent ID,Date,How likely is it that you would recommend us to a friend?,Which do you use?,,Comments\n,,,Web,App,Open-Ended Response\n"
        + "".join(
            f"{1000 + n},01/{n:02}/2023,{n % 10},{'Web' if n % 2 else ''},{'' if n % 3 else 'App'},\n"
            for n in range(1, 20)
        ),
        "Respondent ID|Date|How likely is it that you would recommend us to a friend?|Which do you use? Web|Which do you use? App|Comments Open-Ended Response\n"
        + "\n".join(
            f"{1000 + n}|01/{n:02}/2023|{n % 10}|{'Web' if n % 2 else '~'}|{'~' if n % 3 else 'App'}|~"
            for n in range(1, 20)
        ),
        header_line=2,
    ),
    made(
        "a survey that tells how its questions are kept",
        'StartDate,ResponseId,Q1\nStart Date,Response ID,"How satisfied are you, all in all, with what we did for you?"\n'
        + ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("startDate", "_recordId", "QID1"))
        + "\n"
        + "".join(f"2023-01-{n:02} 10:00:00,R_{n},{n % 5}\n" for n in range(1, 20)),
        "StartDate|ResponseId|Q1 How satisfied are you, all in all, with what we did for you?\n"
        + "\n".join(f"2023-01-{n:02} 10:00:00|R_{n}|{n % 5}" for n in range(1, 20)),
        header_line=3,
    ),
    made(
        "totals of several things after the data",
        "Campaign report\nJanuary 2023\nStatus\tCampaign\tBudget\tClicks\n"
        + "".join(f"Enabled\tBrand {n}\t{n}.00\t{n * 3}\n" for n in range(1, 20))
        + "Total: Campaigns\t --\t --\t570\nTotal: Account\t --\t --\t900\n",
        "Status|Campaign|Budget|Clicks\n" + "\n".join(f"Enabled|Brand {n}|{n}.00|{n * 3}" for n in range(1, 20)),
        "2 lines after the data",
        encoding="utf-16",
    ),
    made(
        "years from the last to the first over numbers",
        "Country,Code,2023,2022,2020\n" + "".join(f"Land {n},L{n:02},{n * 7},{n * 5},{n * 3}\n" for n in range(1, 20)),
        "Country|Code|2023|2022|2020\n" + "\n".join(f"Land {n}|L{n:02}|{n * 7}|{n * 5}|{n * 3}" for n in range(1, 20)),
    ),
    made(
        "subtotals, a total and who made it, as a spreadsheet pads them",
        "Muster GmbH,,,,\nKunde,,Beleg,,\nNr.,Name,Nr.,Datum,Netto\n"
        + "".join(
            "".join(f"{10000 + k},Kunde {k},RE-{k}{n},2023-01-{k + n + 1:02},{n}.50\n" for n in range(5))
            + f"Summe Kunde,{10000 + k},,,500.0\n"
            for k in range(6)
        )
        + ",,,,\nGesamtsumme,,,,3000.0\n,,,,\nErstellt am 01.04.2023 von Buchhaltung,,,,\n",
        "Kunde Nr.|Kunde Name|Beleg Nr.|Beleg Datum|Beleg Netto\n"
        + "\n".join(
            f"{10000 + k}|Kunde {k}|RE-{k}{n}|2023-01-{k + n + 1:02}|{n}.50" for k in range(6) for n in range(5)
        ),
        "6 lines among the data; 4 lines after the data",
        header_line=3,
    ),
    made(
        "an empty row and a heading between the names and the rows",
        "Account Transactions,,,,\nDemo Company,,,,\n,,,,\nDate,Source,Reference,Debit,Credit\n,,,,\nReceivable,,,,\n"
        + "".join(f"{n} Jan 2024,Invoice,INV-{n:04},{n}.50,0.00\n" for n in range(1, 20)),
        "Date|Source|Reference|Debit|Credit"
        + "".join(f"\n{n} Jan 2024|Invoice|INV-{n:04}|{n}.50|0.00" for n in range(1, 20)),
        header_line=4,
    ),
    made(
        "one unit below the names of months, and notes after the data",
        '"Sales by kind"\n"Frequency: Monthly"\n\n"Kind of shop","October 2023","November 2023","December 2023"\n"","Dollars"\n'
        + "".join(f'"Shops [{n}]","{n},100","{n},200","{n},300"\n' for n in range(11, 30))
        + '\n"Footnotes:"\n1,"Retail Survey"\n',
        "Kind of shop|October 2023|November 2023|December 2023"
        + "".join(f"\nShops [{n}]|{n},100|{n},200|{n},300" for n in range(11, 30)),
        header_line=4,
    ),
    made(
        "a first column named in the row above its years",
        '"Table 6579 - Residents"\n"Town";"Year"\n"";"2019";"2020";"2021"\n'
        + "".join(f'"Town {n}";{n}100;{n}200;{n}300\n' for n in range(1, 20)),
        "Town|Year 2019|Year 2020|Year 2021" + "".join(f"\nTown {n}|{n}100|{n}200|{n}300" for n in range(1, 20)),
        header_line=3,
    ),
    made(
        "labels of the whole table above two columns",
        '"Title","All items"\n"CDID","L55O"\n"Unit","%"\n"Important notes",""\n'
        + "".join(f'"{1990 + n}","{n}.5"\n' for n in range(20)),
        "column_1|column_2" + "".join(f"\n{1990 + n}|{n}.5" for n in range(20)),
        header_line=0,
    ),
]
