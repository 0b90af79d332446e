"""Headers of bills of payment services, of bank statements and of marketplaces, as of the other exports."""

from __future__ import annotations

from tests.analysis.sources.exports import Export

PAID = (
    Export(
        "支付宝账单", "transactions",
        "交易号|商家订单号|交易创建时间|付款时间|类型|交易对方|商品名称|金额（元）|收/支|交易状态|服务费（元）",
        "2023010122001001|T200P1|2023-01-05 10:00:00|2023-01-05 10:00:00|即时到账|张三|茶杯|59.90|收入|交易成功|0.00",
        "customer_id=交易对方,order_date=付款时间,amount=金额（元）,product_name=商品名称,status=交易状态",
        "交易号",
    ),
    Export(
        "微信账单", "transactions",
        "交易时间|交易类型|交易对方|商品|收/支|金额(元)|支付方式|当前状态|交易单号|商户单号|备注",
        "2023-01-05 10:00:00|商户消费|李四|收款|收入|59.90|零钱|已收钱|100001|77|/",
        "customer_id=交易对方,order_date=交易时间,amount=金额(元)",
        "交易单号",
    ),
    Export(
        "会员消费", "transactions",
        "会员卡号|消费产生的时间|商品编码|销售数量|商品售价|消费金额|商品名称|此次消费的会员积分|单据号",
        "1be1e3fe|2016-04-11 11:38:42|fdae|2|60.50|121.00|化妆品|2|2cbd",
        "customer_id=会员卡号,order_date=消费产生的时间,quantity=销售数量,unit_price=商品售价,amount=消费金额,order_id=单据号",
    ),
    Export(
        "楽天", "transactions", "注文番号|注文日時|注文者ID|商品名|単価|個数|合計金額",
        "100001|2023/01/05 10:00|U0001|湯呑み|500|2|1000",
        "order_id=注文番号,order_date=注文日時,customer_id=注文者ID,unit_price=単価,quantity=個数,amount=合計金額",
    ),
    Export(
        "京东", "transactions", "订单号|下单时间|商品名称|数量|京东价|应付金额|下单帐号",
        "29000000001|2024/1/5 8:00|手机壳|2|29.9|59.8|jd_1",
        "order_id=订单号,order_date=下单时间,product_name=商品名称,quantity=数量,amount=应付金额,customer_id=下单帐号",
    ),
    Export(
        "Mercado Livre", "transactions",
        "N.º de venda|Data da venda|Estado|Unidades|Receita por produtos (BRL)|Comprador|CPF",
        "2000007001|5 de janeiro de 2024 11:05 hs.|Entregue|1|50.90|Ana|10000000001",
        "order_id=N.º de venda,order_date=Data da venda,quantity=Unidades,"
        "amount=Receita por produtos (BRL),customer_id=CPF",
    ),
    Export(
        "쿠팡", "transactions", "주문번호|주문일|구매자명|구매자전화번호|노출상품명|구매수(수량)|결제액",
        "9001|2023-01-05 10:00:00|김철수|010-1000-0000|머그컵|2|12000",
        "order_id=주문번호,order_date=주문일,amount=결제액",
    ),
    Export(
        "Trendyol", "transactions",
        "Barkod|Paket No|Sipariş Tarihi|Sipariş Numarası|Alıcı|Ürün Adı|Adet|Birim Fiyatı|Satış Tutarı",
        "8690001|17|05.01.2023 10:00|100017|Ayşe|Çanta|2|50.00|100.00",
        "order_id=Sipariş Numarası,order_date=Sipariş Tarihi,customer_id=Alıcı,quantity=Adet,unit_price=Birim Fiyatı,"
        "amount=Satış Tutarı",
    ),
    Export(
        "Sparkasse", "transactions",
        "Auftragskonto|Buchungstag|Valutadatum|Buchungstext|Verwendungszweck|Beguenstigter/Zahlungspflichtiger|"
        "Kontonummer/IBAN|BIC (SWIFT-Code)|Betrag|Waehrung",
        "DE0012|05.01.23|05.01.23|GUTSCHRIFT|Rechnung 17|Müller|DE00000000000000000017|GENODE|100.00|EUR",
        "order_date=Buchungstag,customer_id=Kontonummer/IBAN,amount=Betrag,currency=Waehrung",
    ),
    Export(
        "ING", "transactions",
        "Datum|Naam / Omschrijving|Rekening|Tegenrekening|Code|Af Bij|Bedrag (EUR)|Mutatiesoort|Mededelingen",
        "20230105|Jansen|NL01INGB0000000001|NL02INGB0000000017|OV|Bij|100.00|Overschrijving|Factuur",
        "order_date=Datum,customer_id=Tegenrekening,amount=Bedrag (EUR)",
    ),
    Export(
        "Tally", "transactions",
        "Date|Party Name|Voucher No.|Voucher Type|Amount",
        "5-Jan-23|Acme Ltd|V17|Sales|1234.50",
        "order_date=Date,customer_id=Party Name,amount=Amount",
        "Voucher No.",
    ),
    Export(
        "Hotel", "transactions", "Reservation No|Guest No|Arrival|Nights|Room Type|Rate|Total Revenue",
        "77|G00017|2023-01-05|2|DBL|100.00|200.00",
        "order_id=Reservation No,customer_id=Guest No,amount=Total Revenue",
        "Reservation No",
    ),
    Export(
        "Donations", "transactions",
        "Donor ID|Gift ID|Gift Date|Gift Amount|Campaign",
        "D17|771|2023-01-05|50.00|Annual",
        "customer_id=Donor ID,order_id=Gift ID,order_date=Gift Date,amount=Gift Amount",
        "Gift ID",
    ),
    Export(
        "Nota fiscal", "transactions", "Número NF|CPF/CNPJ|Data de Emissão|Produto|Qtde|Vlr Unit|Vlr Total",
        "000000017|00000000191|2023-01-05|Copo|2|10.50|21.00",
        "order_id=Número NF,customer_id=CPF/CNPJ,order_date=Data de Emissão,quantity=Qtde,unit_price=Vlr Unit,"
        "amount=Vlr Total",
    ),
    Export(
        "航空公司", "customers", "MEMBER_NO|FFP_DATE|GENDER|WORK_CITY|AGE|FLIGHT_COUNT|LAST_FLIGHT_DATE|SUM_YR_1",
        "54993|2006/11/02|男|北京|31|210|2014/3/31|239560.0",
        "customer_id=MEMBER_NO,signup_date=FFP_DATE,age=AGE,total_order=FLIGHT_COUNT,"
        "last_order_date=LAST_FLIGHT_DATE",
        "MEMBER_NO",
    ),
    Export(
        "CRM 客户", "customers", "客户编号|客户名称|手机|创建时间|成交状态|累计成交金额|成交次数",
        "K17|杭州有限公司|13800138000|2023-01-05 10:00:00|已成交|12000.00|3",
        "customer_id=客户编号,total_purchase=累计成交金额,total_order=成交次数",
        "客户编号|客户名称|手机",
    ),
    Export(
        "拼多多", "transactions", "商品|订单号|订单状态|用户实付金额(元)|商品数量(件)|支付时间|商品id|买家用户名",
        "茶杯|230105-17|已收货|59.9|1|2023-01-05 10:00:00|11|u7",
        "product_name=商品,order_id=订单号,status=订单状态,amount=用户实付金额(元),quantity=商品数量(件),order_date=支付时间,"
        "customer_id=买家用户名",
        "订单号",
    ),
    Export(
        "FEC", "transactions", "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|PieceRef",
        "VE|17|20230105|411000|C001|Dupont|FA17",
        "order_date=EcritureDate,customer_id=CompAuxNum,order_id=PieceRef",
        "EcritureNum|PieceRef",
    ),
)  # fmt: skip
