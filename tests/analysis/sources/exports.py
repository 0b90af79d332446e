"""Headers of well-known data sets and of the exports of shops and CRM programs, each with one row and the roles it has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Export:
    """``header`` and ``row`` are parted by ``|``; ``roles`` is role=column pairs, None for no
    column; ``unique`` columns never repeat.
    """

    name: str
    kind: str
    header: str
    row: str
    roles: str
    unique: str = ""


EXPORTS = (
    Export(
        "Online Retail II", "transactions",
        "Invoice|StockCode|Description|Quantity|InvoiceDate|Price|Customer ID|Country",
        "489434|85048|15CM CHRISTMAS GLASS BALL|12|2009-12-01 07:45:00|6.95|13085.0|United Kingdom",
        "order_id=Invoice,product_id=StockCode,product_name=Description,quantity=Quantity,order_date=InvoiceDate,"
        "unit_price=Price,customer_id=Customer ID,country=Country",
    ),
    Export(
        "Superstore", "transactions",
        "Row ID|Order ID|Order Date|Ship Date|Ship Mode|Customer ID|Customer Name|Segment|Country|City|State|Postal Code|"
        "Region|Product ID|Category|Sub-Category|Product Name|Sales|Quantity|Discount|Profit",
        "1|CA-2016-152156|11/8/2016|11/11/2016|Second Class|CG-12520|Claire Gute|Consumer|United States|Henderson|Kentucky|"
        "42420|South|FUR-BO-10001798|Furniture|Bookcases|Bush Somerset|261.96|2|0|41.9136",
        "order_id=Order ID,order_date=Order Date,customer_id=Customer ID,name=Customer Name,country=Country,city=City,"
        "product_id=Product ID,category=Category,product_name=Product Name,amount=Sales,quantity=Quantity,"
        "discount=Discount,postal_code=Postal Code",
        "Row ID",
    ),
    Export(
        "DataCo", "transactions",
        "Type|Days for shipping (real)|Benefit per order|Sales per customer|Delivery Status|Late_delivery_risk|Category Id|"
        "Category Name|Customer City|Customer Country|Customer Email|Customer Fname|Customer Id|Customer Lname|"
        "Customer Password|Customer Segment|Customer State|Customer Street|Customer Zipcode|Department Id|Department Name|"
        "Latitude|Longitude|Market|Order City|Order Country|Order Customer Id|order date (DateOrders)|Order Id|"
        "Order Item Cardprod Id|Order Item Discount|Order Item Discount Rate|Order Item Id|Order Item Product Price|"
        "Order Item Profit Ratio|Order Item Quantity|Sales|Order Item Total|Order Profit Per Order|Order Region|"
        "Order State|Order Status|Product Card Id|Product Category Id|Product Description|Product Image|Product Name|"
        "Product Price|Product Status|shipping date (DateOrders)|Shipping Mode",
        "DEBIT|3|91.25|314.64|Advance shipping|0|73|Sporting Goods|Caguas|Puerto Rico|XXXXXXXXX|Cally|20755|Holloway|"
        "XXXXXXXXX|Consumer|PR|5365 Noble Nectar Island|00725|2|Fitness|18.25|-66.03|Pacific Asia|Bekasi|Indonesia|20755|"
        "1/31/2018 22:56|77202|1360|13.11|0.04|180517|327.75|0.29|1|327.75|314.64|91.25|Southeast Asia|"
        "Java Occidental|COMPLETE|1360|73||http://images.acmesports.sports/Smart+watch|Smart watch |327.75|0|"
        "2/3/2018 22:56|Standard Class",
        "customer_id=Customer Id,order_id=Order Id,order_date=order date (DateOrders),amount=Order Item Total,"
        "quantity=Order Item Quantity,product_id=Product Card Id,product_name=Product Name,category=Category Name,"
        "unit_price=Order Item Product Price,country=Customer Country,city=Customer City",
        "Order Item Id",
    ),
    Export(
        "Olist customers", "customers",
        "customer_id|customer_unique_id|customer_zip_code_prefix|customer_city|customer_state",
        "06b8999e2fba1a1fbc88172c00ba8bc7|861eff4711a542e4b93843c6dd7febb0|14409|franca|SP",
        "customer_id=customer_unique_id,city=customer_city,region=customer_state,postal_code=customer_zip_code_prefix",
        "customer_id|customer_unique_id",
    ),
    Export(
        "Olist orders", "transactions",
        "order_id|customer_id|order_status|order_purchase_timestamp|order_approved_at|order_delivered_carrier_date|"
        "order_delivered_customer_date|order_estimated_delivery_date",
        "e481f51cbdc54678b7cc49136f2d6af7|9ef432eb6251297304e76186b10a928d|delivered|2017-10-02 10:56:33|"
        "2017-10-02 11:07:15|2017-10-04 19:55:00|2017-10-10 21:25:13|2017-10-18 00:00:00",
        "order_id=order_id,customer_id=customer_id,order_date=order_purchase_timestamp,status=order_status",
        "order_id",
    ),
    Export(
        "Olist reviews", "customers",
        "review_id|order_id|review_score|review_comment_title|review_comment_message|review_creation_date",
        "7bc2406110b926393aa56f80a40eba40|73fc7af87114b39712e6da79b0a377eb|4|recomendo|Recebi bem antes|2018-01-18 00:00:00",
        "order_id=order_id,rating=review_score,feedback=review_comment_message",
    ),
    Export(
        "H&M transactions", "transactions",
        "t_dat|customer_id|article_id|price|sales_channel_id",
        "2018-09-20|000058a12d5b43e67d225668fa1f8d618c13dc232df0cad8ffe7ad4a1091e318|0663713001|0.050830508|2",
        "order_date=t_dat,customer_id=customer_id,product_id=article_id,unit_price=price,channel=sales_channel_id",
    ),
    Export(
        "H&M articles", "products",
        "article_id|product_code|prod_name|product_type_no|product_type_name|product_group_name|colour_group_name|"
        "department_no|department_name|index_name|garment_group_name|detail_desc",
        "0108775015|0108775|Strap top|253|Vest top|Garment Upper body|Black|1676|Jersey Basic|Ladieswear|Jersey Basic|Top",
        "product_id=article_id,product_name=prod_name,category=product_group_name",
        "article_id",
    ),
    Export(
        "H&M customers", "customers",
        "customer_id|FN|Active|club_member_status|fashion_news_frequency|age|postal_code",
        "00000dbacae5abe5e23885899a1fa44253a17956c6d1c3d25f88aa139fdfc657|1|1|ACTIVE|NONE|49|52043ee2162cf5aa7ee79974281641c6",
        "customer_id=customer_id,age=age,postal_code=postal_code",
        "customer_id",
    ),
    Export(
        "Shopify orders", "transactions",
        "Name|Email|Financial Status|Paid at|Fulfillment Status|Accepts Marketing|Currency|Subtotal|Shipping|Taxes|Total|"
        "Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|"
        "Lineitem sku|Billing Name|Billing Street|Billing City|Billing Zip|Billing Province|Billing Country|Billing Phone|"
        "Shipping Name|Shipping City|Shipping Country|Payment Method|Vendor|Id|Tags|Risk Level|Source",
        "#1001|a@b.com|paid|2024-01-03 10:02:11 -0500|fulfilled|yes|USD|50.00|5.00|4.50|59.50||0.00|Standard|"
        "2024-01-03 10:02:10 -0500|2|Candle|25.00|CND-1|Ann Lee|1 Main St|Boston|'02110|MA|US|+1 617 555 0100|Ann Lee|Boston|US|"
        "Shopify Payments|Acme|5551234567890||Low|web",
        "email=Email,amount=Total,order_date=Created at,quantity=Lineitem quantity,product_name=Lineitem name,"
        "unit_price=Lineitem price,product_id=Lineitem sku,currency=Currency,country=Billing Country,city=Billing City,"
        "payment_method=Payment Method,channel=Source,discount=Discount Amount,phone=Billing Phone",
    ),
    Export(
        "WooCommerce orders", "transactions",
        "Order ID|Order Number|Order Date|Paid Date|Status|Shipping Total|Order Total|Order Currency|Payment Method|"
        "Customer ID|Billing First Name|Billing Last Name|Billing Email|Billing Phone|Billing Address 1|Billing Postcode|"
        "Billing City|Billing State|Billing Country",
        "1201|1201|2024-05-06 10:00:00|2024-05-06 10:01:00|completed|4.90|54.80|EUR|stripe|17|Max|Muster|max@example.org|"
        "+49 30 1234|Hauptstr. 1|10115|Berlin|BE|DE",
        "order_id=Order ID,order_date=Order Date,amount=Order Total,currency=Order Currency,customer_id=Customer ID,"
        "first_name=Billing First Name,last_name=Billing Last Name,email=Billing Email,phone=Billing Phone,"
        "country=Billing Country,city=Billing City,postal_code=Billing Postcode,payment_method=Payment Method",
        "Order ID|Order Number",
    ),
    Export(
        "Stripe payments", "transactions",
        "id|Created date (UTC)|Amount|Amount Refunded|Currency|Captured|Converted Amount|Fee|Status|Customer ID|"
        "Customer Email|Card Brand|Description",
        "ch_3Nabc|2024-03-04 10:11|120.00|0.00|usd|true|120.00|3.78|Paid|cus_Oxyz|ann@example.org|Visa|Subscription",
        "customer_id=Customer ID,amount=Amount,order_date=Created date (UTC),currency=Currency,email=Customer Email,status=Status",
        "id",
    ),
    Export(
        "Salesforce opportunities", "transactions",
        "Opportunity ID|Opportunity Name|Account ID|Account Name|Stage|Close Date|Amount|Lead Source|Type|Created Date|Owner",
        "0061U00000abcde|Acme - 100 seats|0011U00000xyz|Acme Inc|Closed Won|3/15/2024|12000.00|Web|New Business|1/5/2024|J. Doe",
        "order_id=Opportunity ID,customer_id=Account ID,order_date=Close Date,amount=Amount,channel=Lead Source",
        "Opportunity ID",
    ),
    Export(
        "HubSpot contacts", "customers",
        "Record ID|First Name|Last Name|Email|Phone Number|Lifecycle Stage|Lead Status|City|Country/Region|Create Date|"
        "Original Source|Number of Pageviews",
        "101|Ann|Lee|ann@example.org|+1 617 555 0100|customer|Open|Boston|United States|2023-04-05 10:00|Organic Search|12",
        "customer_id=Record ID,first_name=First Name,last_name=Last Name,email=Email,phone=Phone Number,city=City,"
        "country=Country/Region,channel=Original Source",
        "Record ID",
    ),
    Export(
        "Telco churn", "customers",
        "customerID|gender|SeniorCitizen|Partner|Dependents|tenure|PhoneService|MultipleLines|InternetService|"
        "OnlineSecurity|Contract|PaperlessBilling|PaymentMethod|MonthlyCharges|TotalCharges|Churn",
        "7590-VHVEG|Female|0|Yes|No|1|No|No phone service|DSL|No|Month-to-month|Yes|Electronic check|29.85|29.85|No",
        "customer_id=customerID,gender=gender,customer_lifetime=tenure,payment_method=PaymentMethod,churned=Churn",
        "customerID",
    ),
    Export(
        "Bank churn", "customers",
        "RowNumber|CustomerId|Surname|CreditScore|Geography|Gender|Age|Tenure|Balance|NumOfProducts|HasCrCard|"
        "IsActiveMember|EstimatedSalary|Exited",
        "1|15634602|Hargrave|619|France|Female|42|2|0.00|1|1|1|101348.88|1",
        "customer_id=CustomerId,last_name=Surname,country=Geography,gender=Gender,age=Age,income=EstimatedSalary",
        "RowNumber|CustomerId",
    ),
    Export(
        "Marketing campaign", "customers",
        "ID|Year_Birth|Education|Marital_Status|Income|Kidhome|Teenhome|Dt_Customer|Recency|MntWines|MntFruits|"
        "NumDealsPurchases|NumWebPurchases|NumStorePurchases|NumWebVisitsMonth|AcceptedCmp3|Complain|Response",
        "5524|1957|Graduation|Single|58138|0|0|04-09-2012|58|635|88|3|8|4|7|0|0|1",
        "customer_id=ID,education=Education,marital_status=Marital_Status,income=Income,signup_date=Dt_Customer,"
        "visits=NumWebVisitsMonth,complaints=Complain",
        "ID",
    ),
    Export(
        "Credit card customers", "customers",
        "CLIENTNUM|Attrition_Flag|Customer_Age|Gender|Dependent_count|Education_Level|Marital_Status|Income_Category|"
        "Card_Category|Months_on_book|Total_Trans_Amt|Total_Trans_Ct",
        "768805383|Existing Customer|45|M|3|High School|Married|$60K - $80K|Blue|39|1144|42",
        "customer_id=CLIENTNUM,age=Customer_Age,gender=Gender,education=Education_Level,marital_status=Marital_Status,"
        "customer_lifetime=Months_on_book,total_order=Total_Trans_Ct",
        "CLIENTNUM",
    ),
    Export(
        "Shopping trends", "customers",
        "Customer ID|Age|Gender|Item Purchased|Category|Purchase Amount (USD)|Location|Size|Color|Season|Review Rating|"
        "Subscription Status|Discount Applied|Previous Purchases|Payment Method|Frequency of Purchases",
        "1|55|Male|Blouse|Clothing|53|Kentucky|L|Gray|Winter|3.1|Yes|Yes|14|Venmo|Fortnightly",
        "customer_id=Customer ID,age=Age,gender=Gender,product_name=Item Purchased,category=Category,"
        "purchase_amount=Purchase Amount (USD),rating=Review Rating,total_order=Previous Purchases,"
        "payment_method=Payment Method,purchase_frequency=Frequency of Purchases",
        "Customer ID",
    ),
    Export(
        "Retail transactions", "transactions",
        "Transaction ID|Date|Customer ID|Gender|Age|Product Category|Quantity|Price per Unit|Total Amount",
        "1|2023-11-24|CUST001|Male|34|Beauty|3|50|150",
        "order_id=Transaction ID,order_date=Date,customer_id=Customer ID,gender=Gender,age=Age,category=Product Category,"
        "quantity=Quantity,unit_price=Price per Unit,amount=Total Amount",
        "Transaction ID|Customer ID",
    ),
    Export(
        "Turkish shopping malls", "transactions",
        "invoice_no|customer_id|gender|age|category|quantity|price|payment_method|invoice_date|shopping_mall",
        "I138884|C241288|Female|28|Clothing|5|1500.4|Credit Card|5/8/2022|Kanyon",
        "order_id=invoice_no,customer_id=customer_id,gender=gender,age=age,category=category,quantity=quantity,"
        "unit_price=price,payment_method=payment_method,order_date=invoice_date",
        "invoice_no|customer_id",
    ),
    Export(
        "Retail rocket events", "events",
        "timestamp|visitorid|event|itemid|transactionid", "1433221332117|257597|view|355908|",
        "customer_id=visitorid,event_type=event,product_id=itemid",
    ),
    Export(
        "REES46 behaviour", "events",
        "event_time|event_type|product_id|category_id|category_code|brand|price|user_id|user_session",
        "2019-10-01 00:00:00 UTC|view|44600062|2103807459595387724|electronics.smartphone|shiseido|35.79|541312140|72d76fde",
        "event_date=event_time,event_type=event_type,product_id=product_id,customer_id=user_id,session_id=user_session",
    ),
    Export(
        "Seed formula", "customers",
        "customer_id|name|purchase_amount|purchase_frequency|customer_lifetime|satisfaction|conversion_rate|lifetime_value",
        "1|Ann|120.5|4|3|4.5|0.12|900.0",
        "customer_id=customer_id,name=name,purchase_amount=purchase_amount,purchase_frequency=purchase_frequency,"
        "customer_lifetime=customer_lifetime,satisfaction=satisfaction,conversion_rate=conversion_rate,"
        "lifetime_value=lifetime_value",
        "customer_id",
    ),
    Export(
        "Totals", "customers", "id|first_name|total_purchase|total_visit|total_order|complaints|loyalty|feedback",
        "7|Ann|1200.5|40|12|1|0.8|very good service",
        "customer_id=id,first_name=first_name,total_purchase=total_purchase,total_visit=total_visit,"
        "total_order=total_order,complaints=complaints,loyalty=loyalty,feedback=feedback",
        "id",
    ),
    Export(
        "中文订单", "transactions", "订单号|客户编号|下单日期|商品编号|商品名称|类别|数量|单价|金额|渠道|国家",
        "20240304001|000123|2024年3月4日|A-17|茶杯|家居|3|12.50|37.50|微信|中国",
        "order_id=订单号,customer_id=客户编号,order_date=下单日期,product_id=商品编号,product_name=商品名称,category=类别,"
        "quantity=数量,unit_price=单价,amount=金额,channel=渠道,country=国家",
        "订单号",
    ),
    Export(
        "淘宝订单", "transactions",
        "订单编号|买家会员名|买家实际支付金额|订单状态|收货人姓名|收货地址|联系手机|订单创建时间|宝贝标题|宝贝总数量",
        "1234567890123456789|ann_lee|59.90|交易成功|李安|浙江省杭州市|13800138000|2024-03-04 10:05:06|茶杯|2",
        "order_id=订单编号,customer_id=买家会员名,amount=买家实际支付金额,status=订单状态,name=收货人姓名,address=收货地址,"
        "phone=联系手机,order_date=订单创建时间,product_name=宝贝标题,quantity=宝贝总数量",
        "订单编号",
    ),
    Export(
        "会员表", "customers", "会员卡号|姓名|性别|出生日期|年收入|满意度|城市|会员等级|手机号|邮箱|是否流失",
        "00012345|李安|女|1985-03-04|120000|4.5|杭州|金卡|13800138000|a@b.cn|否",
        "customer_id=会员卡号,name=姓名,gender=性别,birthday=出生日期,income=年收入,satisfaction=满意度,city=城市,"
        "loyalty=会员等级,phone=手机号,email=邮箱,churned=是否流失",
        "会员卡号",
    ),
    Export(
        "Camel case", "transactions", "orderId|userId|createdAt|itemSku|qty|totalPrice|currencyCode|salesChannel",
        "A-1|u-17|2024-03-04T10:05:06Z|SKU-1|2|19.98|EUR|web",
        "order_id=orderId,customer_id=userId,order_date=createdAt,product_id=itemSku,quantity=qty,amount=totalPrice,"
        "currency=currencyCode,channel=salesChannel",
        "orderId",
    ),
    Export(
        "Daily sales of drug stores", "transactions",
        "Store|DayOfWeek|Date|Sales|Customers|Open|Promo|StateHoliday|SchoolHoliday", "1|5|2015-07-31|5263|555|1|1|0|1",
        "order_date=Date,amount=Sales,customer_id=None",
    ),
    Export(
        "A survey of calls", "customers", "age|phone|cell|persons|income", "34|0.439269256|2|3|5100",
        "age=age,income=income,phone=None,customer_id=None",
    ),
    Export(
        "Misspelt", "transactions", "Custommer ID|Order Nummber|Oder Date|Quantitty|Ammount", "C1|O1|2024-03-04|2|9.99",
        "customer_id=Custommer ID,order_id=Order Nummber,order_date=Oder Date,quantity=Quantitty,amount=Ammount",
    ),
    Export(
        "Product list", "products", "SKU|Product Name|Category|Brand|List Price|Stock", "A-1|Cup|Home|Acme|12.5|40",
        "product_id=SKU,product_name=Product Name,category=Category,unit_price=List Price", "SKU",
    ),
)  # fmt: skip
