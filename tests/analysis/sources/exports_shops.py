"""Headers of shops, marketplaces and bookings whose names are composed of words of many languages, as of the others."""

from __future__ import annotations

from tests.analysis.sources.exports import Export

SHOPS = (
    Export(
        "Pedidos", "transactions", "pedido_id|cliente_id|fecha_pedido|campana_id|canal|ciudad|metodo_pago|total_pedido",
        "500017|17|2024-06-24|1|email|Lima|tarjeta|59.90",
        "order_id=pedido_id,customer_id=cliente_id,order_date=fecha_pedido,payment_method=metodo_pago,amount=total_pedido",
    ),
    Export(
        "ERP brasileiro", "transactions",
        "empresa|cnpj_empresa|id_pedido|data_pedido|cliente|cpf_cnpj_cliente|uf|situacao|valor_frete|valor_desconto|"
        "total_pedido|forma_pagamento",
        "LOJA|00.000.000/0001-00|807490017|2024-05-04|Ana|000.000.000-17|RJ|Entregue|9.90|0.00|59.90|Pix",
        "order_id=id_pedido,order_date=data_pedido,customer_id=cpf_cnpj_cliente,status=situacao,discount=valor_desconto,"
        "amount=total_pedido,payment_method=forma_pagamento",
        "id_pedido",
    ),
    Export(
        "Commandes", "transactions", "commande_id|client_id|produit|montant_eur|date_commande|statut",
        "CMD-1017|CLI-0017|Lampe|34.50|2024-03-05|livree",
        "order_id=commande_id,customer_id=client_id,product_name=produit,amount=montant_eur,order_date=date_commande,"
        "status=statut",
        "commande_id",
    ),
    Export(
        "Bestellungen", "transactions", "BestellID|Menge|Bestelldatum|KundenID|ProduktID|Gesamt",
        "17|2|2024-03-05|4|32|19.90",
        "order_id=BestellID,quantity=Menge,order_date=Bestelldatum,customer_id=KundenID,product_id=ProduktID,amount=Gesamt",
        "BestellID",
    ),
    Export(
        "Rechnungen", "transactions", "RE_NR|RE_DATUM|KUNDE|BRUTTO_EUR|STATUS", "R0017|2024-03-05|Meier|119.50|PAID",
        "order_id=RE_NR,order_date=RE_DATUM,customer_id=KUNDE,amount=BRUTTO_EUR,status=STATUS", "RE_NR",
    ),
    Export(
        "Vendas", "transactions",
        "id_venda|data|cliente|produto|quantidade|valor_unitario|estado|forma_pagamento|valor_total",
        "17|2024-03-05|Ana|Copo|2|10.50|RJ|Pix|21.00",
        "order_id=id_venda,order_date=data,customer_id=cliente,product_name=produto,quantity=quantidade,"
        "unit_price=valor_unitario,region=estado,payment_method=forma_pagamento,amount=valor_total",
        "id_venda",
    ),
    Export(
        "Documenti", "transactions",
        "Numero Documento|Data Documento|Codice Cliente|Codice Articolo|Q.tà|Prezzo|Importo",
        "17|2024-03-05|00017|A5|2|10.50|21.00",
        "order_id=Numero Documento,order_date=Data Documento,customer_id=Codice Cliente,product_id=Codice Articolo,"
        "quantity=Q.tà,unit_price=Prezzo,amount=Importo",
    ),
    Export(
        "Faturalar", "transactions", "FaturaNo|Tarih|CariKod|StokKod|Miktar|BirimFiyat|Tutar",
        "F00017|2024-03-05|120.017|ST5|2|10.50|21.00",
        "order_id=FaturaNo,order_date=Tarih,customer_id=CariKod,product_id=StokKod,quantity=Miktar,unit_price=BirimFiyat,"
        "amount=Tutar",
    ),
    Export(
        "抖店", "transactions",
        "主订单编号|子订单编号|选购商品|商品数量|商品ID|商品单价|订单应付金额|运费|优惠总金额|收件人手机号|订单提交时间|订单状态|售后状态",
        "6900000000000000017|6900000000000000018|面膜|2|3500000000000000005|29.90|57.80|0|2.00|13800130017|"
        "2024-03-05 10:00:00|已完成|-",
        "order_id=主订单编号,product_name=选购商品,quantity=商品数量,unit_price=商品单价,amount=订单应付金额,"
        "order_date=订单提交时间,phone=收件人手机号,status=订单状态",
        "子订单编号",
    ),
    Export(
        "스마트스토어", "transactions",
        "상품주문번호|주문번호|주문일시|상품명|주문수량|상품별 총 주문금액|구매자명|구매자ID|주문상태",
        "2024000000000018|2024000000000017|2024-03-05 10:00:00|머그|2|12000|김철수|nid17|구매확정",
        "order_id=주문번호,order_date=주문일시,quantity=주문수량,amount=상품별 총 주문금액,customer_id=구매자ID,"
        "status=주문상태",
        "상품주문번호",
    ),
    Export(
        "Bookings", "transactions",
        "Booking ID|Guest Name|Phone|Email|Rooms|Check-In|Check-Out|Total Amount|Booking Status|Payment Status",
        "BK00017|Ann Lee|9876500017|ann@example.org|2|2024-03-05|2024-03-07|240.50|Confirmed|Paid",
        "order_id=Booking ID,name=Guest Name,email=Email,amount=Total Amount,status=Booking Status",
        "Booking ID",
    ),
    Export(
        "Donations of a plugin", "transactions",
        "Donation ID|Donation Total|Currency|Donation Status|Donation Date|Donor ID|First Name|Email",
        "17|25.00|USD|Complete|2024-03-05|4|Ann|ann@example.org",
        "order_id=Donation ID,amount=Donation Total,status=Donation Status,order_date=Donation Date,"
        "customer_id=Donor ID",
        "Donation ID",
    ),
    Export(
        "Distributor", "transactions", "Cust #|Cust Name|Inv #|Inv Date|Item #|Item Desc|Qty Ship|Price|Ext Price",
        "000017|Acme|0000171|2024-03-05|IT-5|Valve|2|10.50|21.00",
        "customer_id=Cust #,name=Cust Name,order_id=Inv #,order_date=Inv Date,product_id=Item #,product_name=Item Desc,"
        "quantity=Qty Ship,unit_price=Price,amount=Ext Price",
    ),
    Export(
        "GST returns", "transactions",
        "GSTIN/UIN of Recipient|Receiver Name|Invoice Number|Invoice date|Invoice Value|Rate|Taxable Value|Cess Amount",
        "29ABCDE0017F1Z5|Acme Traders|INV/17|2024-03-05|118.50|18|100.50|0.00",
        "customer_id=GSTIN/UIN of Recipient,order_id=Invoice Number,order_date=Invoice date,amount=Invoice Value",
    ),
    Export(
        "进项发票", "transactions", "发票号码|开票日期|购买方名称|价税合计|发票状态",
        "24312000000000000017|2024-03-05|杭州有限公司|106.00|正常",
        "order_id=发票号码,order_date=开票日期,customer_id=购买方名称,amount=价税合计,status=发票状态", "发票号码",
    ),
    Export(
        "Tickets", "transactions", "transaction_id|purchaser_id|owner_id|transaction_date|product_description|area",
        "f710a3bc-0017|533c40f0-0017|533c40f0-0018|2024-03-05|Home game|Pavilion",
        "order_id=transaction_id,customer_id=purchaser_id,order_date=transaction_date", "transaction_id",
    ),
)  # fmt: skip
