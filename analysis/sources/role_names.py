"""How people call the columns of customer, order, product and event files: English and Chinese here, others beside."""

from __future__ import annotations

from analysis.sources.discounts import TAKEN_OFF
from analysis.sources.role_names_asia import ASIA_NAMES
from analysis.sources.role_names_europe import EUROPE_NAMES
from analysis.sources.role_names_people import PEOPLE_NAMES
from analysis.sources.role_names_records import RECORD_NAMES
from analysis.sources.role_names_systems import SYSTEM_NAMES
from analysis.sources.role_names_world import WORLD_NAMES

_NAMES: dict[str, str] = {
    "customer_id": (
        "loyalty card:.9, loyalty card no:.9, loyalty card id:.9, loyalty number:.9, loyalty id:.9, "
        "loyalty member id:.9, respondent id:.9, participant id:.85, payer email:.7, crm id:.9, customer account:.8, "
        "sold to party:.85, sold to:.8, bill to customer:.8, account code:.85, customer unique id:1.05, customer id, "
        "customer no, customer number, customer code, customer key, cust id, custid, cust no, client id, clientnum, "
        "client number, client code, user id, userid, user no, uid:.9, member id, member no, membership id, "
        "membership number, member number, buyer id, buyer user id, shopper id, visitor id:.9, person id:.9, "
        "contact id:.95, account id:.9, account number:.8, account no:.8, household id:.9, household key:.9, "
        "subscriber id, guest id, patient id:.9, consumer id, card id:.8, card number:.6, loyalty card number:.9, "
        "customer:.85, client:.8, user:.7, cardholder id:.85, record id:.7, id:.6, lead id:.8, profile id:.8, "
        "customer ref:.9, customer reference:.9, payer id:.9, visitorid:.9, fullvisitorid:.9, order customer id:.8, "
        "company id:.6, 客户编号, 客户id, 客户号, 客户代码, 客户编码, 会员编号, 会员id, 会员号, 会员卡号, 会员卡id, "
        "用户id, 用户编号, 用户号, 用户名:.7, 买家id, 买家会员名:.9, 买家昵称:.8, 买家账号:.9, 顾客编号, 顾客id, "
        "顾客号, 消费者id, 账号:.7, 账户id:.9, 客户:.8, 会员:.7, 顾客:.8, 用户:.7, 客户标识, 用户标识, 旺旺:.7, "
        "下单账号:.9, 客戶編號, 客戶id, 客戶代碼, 會員編號, 會員id, 會員號, 會員卡號, 用戶id, 顧客編號, 客戶:.8"
    ),
    "order_id": (
        "order id, orderid, order no, order number, order code, order key, order reference:.95, order ref:.95, "
        "invoice no:.99, invoice id:.99, invoice number:.99, invoice:.9, invoice code:.99, transaction id:.98, "
        "transaction no:.98, transaction number:.98, trans id:.98, txn id:.98, trx id:.98, "
        "receipt id, receipt no, receipt number, basket id, bill no, "
        "bill id, bill number, sale id, sales id, ticket id:.8, ticket number:.7, purchase id, payment id:.8, "
        "charge id:.8, checkout id:.8, po number:.8, order:.75, name order:.5, document number:.7, sales order:.85, "
        "sales order number, sales document:.8, booking id:.85, opportunity id:.9, deal id:.9, opportunity name:.3, "
        "订单号, 订单编号, 订单id, 订单号码, 订单代码, 主订单编号, 子订单编号:.8, 交易号, 交易编号, 交易id, "
        "单号:.85, 流水号:.9, 交易流水号, 发票号, 发票号码, 发票编号, 小票号, 单据号:.9, 单据编号:.9, 销售单号, "
        "購買編號, 訂單號, 訂單編號, 訂單id, 交易編號, 發票號碼"
    ),
    "order_date": (
        "ts:.6, order created date:.95, date ordered, ordered on, order placed on, order date, "
        "order date dateorders, order datetime, order time, order timestamp, order purchase timestamp:1.05, "
        "ordered at, order created at, order created, order placed, invoice date, invoice datetime, invoice time:.9, "
        "transaction date, transaction time:.85, transaction datetime, trans date, txn date, trx date, "
        "purchase date, purchase time:.9, purchase timestamp, purchased at, date of purchase, sale date, sales date, "
        "sold at, date sold, sold date, bill date, receipt date, payment date:.85, paid at:.85, paid date:.85, "
        "paid time:.8, checkout date, created at:.86, created:.65, created date:.7, create date:.75, "
        "created utc:.75, created on:.7, close date:.85, closed date:.75, date created:.75, date:.75, datetime:.75, "
        "timestamp:.65, day:.5, dt:.6, t dat:.95, tdate:.7, date time:.75, time:.5, order day:.9, booking date:.9, "
        "posting date:.8, document date:.8, date paid:.8, processed at:.8, order date gmt:.8, date order:.95, "
        "trans time:.8, ordered:.9, placed:.75, placed at, placed on, purchased on, bought on:.9, bought at:.9, "
        "sold on, invoiced:.85, invoiced at, invoiced on, transacted at, transacted on, booked at:.9, "
        "下单日期, 下单时间, 订单日期, 订单时间, 订单创建时间, 订单付款时间:.9, 付款时间:.85, "
        "付款日期:.85, 支付时间:.85, 支付日期:.85, 购买日期, 购买时间, 交易日期, 交易时间, 消费日期, 消费时间, "
        "销售日期, 销售时间, 成交时间, 成交日期, 开票日期, 发票日期, 日期:.75, 时间:.65, 创建时间:.7, 下單日期, "
        "下單時間, 訂單日期, 訂單時間, 購買日期, 購買時間, 交易時間, 消費日期, 銷售日期, 發票日期, 時間:.65"
    ),
    "order_time": (
        "time:.85, order time, transaction time, trans time, tran time, txn time, trx time, purchase time, sale time, "
        "sales time, invoice time, bill time, receipt time, payment time:.9, checkout time:.9, time of day:.9, "
        "time of order, time of purchase, time of sale, time of transaction, time ordered, time placed:.9, "
        "clock time:.9, hour:.75, order hour:.8, hour of day:.75, order hour of day:.8, sale hour:.8, "
        "purchase hour:.8, event time, visit time, log time:.9, timestamp:.65, 时间:.85, 时刻:.85, 下单时间, 订单时间, "
        "交易时间, 付款时间:.9, 支付时间:.9, 购买时间, 消费时间, 销售时间, 成交时间, 创建时间:.7, 访问时间, 事件时间, "
        "小时:.75, 小時:.75, 時間:.85, 時刻:.9, 下單時間, 訂單時間, 購買時間, 交易時間, 消費時間, 銷售時間, 訪問時間"
    ),
    "amount": (
        "purchase:.75, purchase amount:.8, extended amount:.95, extended sales:.9, total order value, "
        "total order amount, total line:.85, amount inr:.95, amount total:.95, order price:.85, basket value:.95, "
        "ticket amount:.9, total cost:.8, price paid:.8, transaction total:.95, net sales amount:.95, "
        "gross sales amount:.9, total value:.85, line price:.8, amount, total amount, order amount, order total, "
        "order value, total price, total sales, total:.85, sales:.9, sale amount, sales amount, sale price:.6, "
        "sale:.7, revenue:.9, total revenue, transaction revenue, net sales, gross sales:.9, net amount, "
        "gross amount:.95, grand total, subtotal:.75, line total, line amount, line item total:.9, item total, "
        "order item total:1.02, "
        "sales per customer:.6, transaction amount, transaction value, trans amount, tran amount, txn amount, "
        "amt:.9, invoice amount, invoice total, payment value:.95, payment amount, payment:.7, paid amount, "
        "amount paid, amount usd, amount spent, spend amount, sales value, sales usd, value:.6, turnover:.8, "
        "price total, purchase amount usd:.8, extended price:.9, item subtotal:.85, order subtotal:.75, "
        "order total amount, deal amount, final amount:.9, deal value, net revenue:.95, net:.6, gross:.8, "
        "charge amount, converted amount:.7, total paid:.9, total net:.8, 金额, 总金额, 订单金额, 订单总额, 总价, "
        "总额, 销售额, 销售金额, 交易金额, 消费金额, 支付金额, 付款金额, 实付金额:1.02, 实付:.85, 实付款, "
        "实际支付金额, 买家实际支付金额:1.02, 买家应付货款:.9, 应付金额:.9, 应付款:.95, "
        "商品金额:.85, 商品总金额:.85, 成交金额, 成交额, 营业额, 收入金额, "
        "小计:.8, 合计:.8, 价税合计:.9, 购买金额, 金額, 總金額, 訂單金額, 銷售額, 銷售金額, 交易金額, 消費金額, "
        "總價, 付款金額, 實付金額"
    ),
    "quantity": (
        "quantity, qty, order quantity, ordered quantity, order item quantity:1.02, item quantity, quantity ordered, "
        "quantity purchased, units, units sold, unit sold:.9, units ordered, number of items:.9, items:.6, "
        "item count:.8, items purchased:.8, num items:.8, no of items:.8, pieces:.7, pcs:.8, count:.5, "
        "lineitem quantity:1.02, volume:.5, quantity sold, qty sold, qty ordered, order qty, sales quantity, "
        "sales units, cds:.5, 数量, 购买数量, 商品数量, 宝贝总数量:.9, 宝贝数量, 销售数量, 销量:.9, 订购数量, 件数, "
        "商品件数, 订单数量:.7, 成交件数, 购买件数, 數量, 購買數量, 商品數量, 銷售數量, 銷量:.9, 件數"
    ),
    "unit_price": (
        "unit price, price per unit, item price:.95, product price:.95, price:.85, unit cost:.6, price each, "
        "selling price:.9, list price:.8, retail price:.9, regular price:.8, lineitem price:1.02, "
        "order item product price:.95, variant price:.9, price usd:.85, unitprice, price unit:.9, sales price:.9, "
        "actual price:.6, standard price:.7, unit amount:.9, item unit price, 单价, 商品单价, 销售单价, 产品单价, "
        "价格:.85, 商品价格:.9, 售价:.9, 商品售价:.9, 吊牌价:.6, 單價, 商品單價, 價格:.85, 售價:.9"
    ),
    "product_id": (
        "product id, product code, product no, product number, product key, product sku, sku, sku id, sku code, "
        "item id, item code, item no, item number, item sku, stock code, stockcode, stock id, article id:1.02, "
        "article code, article number, article no, article:.7, material number:.9, material:.7, product card id:.98, "
        "asin, upc:.85, ean:.85, barcode:.8, gtin:.8, isbn:.7, part number:.85, variant id:.8, variant sku:.9, "
        "lineitem sku:1.02, order item cardprod id:.5, handle:.5, plu:.8, 商品编号, 商品id, 商品编码, 商品代码, "
        "商品号, 产品编号, 产品id, 产品编码, 产品代码, 货号, 货品编号, sku编码, 宝贝id, 条码:.7, 商家编码:.8, "
        "物料编码:.9, 商品編號, 商品代碼, 產品編號, 產品id, 產品代碼, 貨號"
    ),
    "product_name": (
        "item product:.9, product item:.9, product name, product title, product:.85, product description:.9, "
        "item name, item title, item:.8, item description:.95, item purchased:.95, description:.75, title:.6, "
        "lineitem name:1.02, article name, prod name, goods name, model:.4, sku name:.9, material description:.9, "
        "product purchased:.9, line item:.7, service:.4, 商品名称, 商品名, 商品标题, 商品:.85, 产品名称, 产品名, "
        "产品:.85, 宝贝标题, 宝贝名称, 货品名称, 品名:.95, 物料名称:.9, 商品名稱, 產品名稱, 產品:.85"
    ),
    "category": (
        "category, category name:1.02, product category, product category name, item category, department:.8, "
        "department name:.75, product type:.85, product group:.85, product group name:.9, product department:.8, "
        "commodity desc:.7, product line:.85, family:.5, type:.4, segment product:.5, merchandise category, "
        "category 1:.8, main category:.95, item type:.8, product family:.8, index group name:.6, "
        "product category id:.5, category id:.5, 商品类别, 商品类目, 商品分类, 商品种类, 产品类别, 产品类型:.9, "
        "产品分类, 类别:.9, 类目:.9, 品类:.95, 一级类目:.8, 分类:.85, 类型:.4, 商品類別, 商品分類, 產品類別, "
        "產品分類, 類別:.9, 品類:.95, 分類:.85"
    ),
    "visits": (
        "visits, visit count, number of visits, num visits, num web visits month:.95, website visits, site visits, "
        "page views:.8, pageviews:.8, sessions:.75, visit number:.8, web visits, number of sessions:.85, "
        "num of pageviews:.8, visits count, app visits, login count:.7, store visits, 访问次数, 访问量:.9, "
        "浏览次数:.9, 浏览量:.85, 到店次数, 来访次数, 登录次数:.75, 訪問次數, 造訪次數, 瀏覽次數:.9"
    ),
    "channel": (
        "channel, sales channel, sales channel id:.95, order channel, acquisition channel:.9, marketing channel:.9, "
        "purchase channel, source name:.8, source:.75, lead source:.8, original source:.8, platform:.7, "
        "traffic source:.85, utm source:.8, order source:.85, store type:.5, referral source:.8, "
        "preferred channel:.85, channel grouping:.9, 渠道, 销售渠道, 下单渠道, 购买渠道, 来源渠道, 订单来源:.9, "
        "来源:.7, 平台:.7, 平台类型:.7, 渠道名称, 通路, 銷售渠道, 銷售通路, 來源:.7"
    ),
    "country": (
        "country, country name, country code:.9, customer country, shipping country:.9, billing country:.92, "
        "order country:.9, nation:.8, country region:.9, mailing country:.88, country of residence:.9, "
        "ship country:.9, bill country:.9, geography:.7, card issue country:.5, card address country:.7, "
        "customer address country:.8, market:.4, 国家, 国家地区, 客户国家, 所在国家, 收货国家, 國家, 國家地區"
    ),
    "city": (
        "customer location:.8, city, town:.8, customer city, shipping city:.9, billing city:.92, order city:.85, "
        "ship city:.9, bill city:.9, mailing city:.88, city name, location:.5, customer address city:.8, 城市, "
        "客户城市, 所在城市, 收货城市, 市:.6"
    ),
    "currency": (
        "currency, currency code, order currency, transaction currency, payment currency, iso currency:.9, 币种, "
        "货币, 幣別, 幣種, 貨幣"
    ),
    "churned": (
        "churned, churn, is churned, churn label:1.02, churn flag, is churn, customer churn, attrition:.9, "
        "attrition flag:.95, exited:.9, left:.5, churn value:.98, churn status, customer status:.5, 流失, 是否流失, "
        "客户流失, 流失标志, 流失標誌"
    ),
    "bought": (
        "bought, purchased, is buyer, has purchased, converted:.85, is converted:.85, conversion:.7, purchase:.7, "
        "buy:.7, made purchase, response:.6, is purchase, revenue flag:.6, will buy:.7, 购买, 是否购买, 已购买, "
        "是否成交, 是否下单, 購買, 是否購買"
    ),
    "region": (
        "region, state, province, order region:.9, order state:.85, customer state, billing state:.9, "
        "shipping state:.85, billing province:.9, shipping province:.85, territory:.7, county:.7, district:.6, 省份, "
        "省, 地区, 区域, 收货省份, 省市:.8, 地區, 區域"
    ),
    "purchase_amount": (
        "purchase amount, purchase amount usd:1.05, average purchase amount:.95, avg purchase amount:.95, "
        "average order value:.95, aov:.9, avg order value:.95, avg purchase value:.9, average purchase value:.9, "
        "average transaction value:.9, average spend:.8, purchase value:.85, last purchase amount:.6, 平均购买金额, "
        "平均订单金额, 客单价, 平均消费金额, 平均單價:.6, 客單價"
    ),
    "purchase_frequency": (
        "purchase frequency, frequency:.85, frequency of purchases:1.02, purchase freq, buying frequency, "
        "order frequency, frequency of purchase, purchases frequency, purchases trx:.6, 购买频率, 购买频次, "
        "消费频率, 消费频次, 購買頻率"
    ),
    "customer_lifetime": (
        "customer lifetime, length of membership:.95, customer lifespan, lifetime:.75, lifespan:.85, tenure:.95, "
        "tenure months:.95, tenure in months:.95, months on book:.95, customer tenure:.98, membership years:.95, "
        "years as customer, relationship length:.9, membership duration:.9, customer since months:.9, "
        "months as member:.95, 客户生命周期, 客户寿命, 会员时长:.9, 入会时长:.9, 客户年限, 客戶生命週期"
    ),
    "total_purchase": (
        "amount spent:.7, yearly amount spent:.95, annual spend:.9, yearly spend:.9, annual spending:.9, "
        "total revenue:.7, purchases:.75, total transaction amount:.9, total trans amt:.95, total sales:.7, "
        "monetary:.9, monetary value:.9, total amount:.65, revenue:.65, sales:.62, mnt total:.9, spending amount:.8, "
        "total purchase amount:.95, lifetime sales:.9, ytd sales:.8, purchase:.6, amount:.62, total purchase, "
        "total purchases, total spend, total spent:1.02, total spending, lifetime spend, spend:.6, money spent:.9, "
        "amount spent total, historic spend, total charges:.8, lifetime revenue:.8, total amount spent, 累计消费, "
        "累计消费金额, 消费总金额, 消费总额, 总消费, 总消费金额, 累计购买金额, 累計消費, 總消費"
    ),
    "total_visit": (
        "total visit, total visits, total number of visits, lifetime visits, 累计访问, 累计访问次数, 总访问次数, "
        "總訪問次數"
    ),
    "total_order": (
        "total order, total orders, total orders count:.95, orders count, number of orders, num orders, order count, "
        "orders:.7, lifetime orders, total transactions:.9, number of purchases:.9, num purchases:.9, "
        "previous purchases:.8, total trans ct:.95, num of purchases:.9, "
        "quantity of purchases:.9, total number of orders, "
        "items purchased total:.5, purchase count:.9, 订单数, 总订单数, 累计订单数, 下单次数, 购买次数, 消费次数, "
        "订单总数, 訂單數, 總訂單數, 購買次數"
    ),
    "loyalty": (
        "loyalty, loyalty score, loyalty status:.9, loyalty level:.9, loyalty tier:.9, loyalty program:.8, "
        "loyalty member:.8, membership type:.8, membership level:.85, member level:.85, vip level:.85, "
        "membership:.7, 忠诚度, 会员等级, 会员级别, 客户等级:.9, 用户等级:.8, 忠誠度, 會員等級"
    ),
    "conversion_rate": (
        "conversion rate, conversion ratio, conv rate, cvr, conversion pct:.9, 转化率, 成交转化率, 轉化率, 轉換率"
    ),
    "lifetime_value": (
        "lifetime value, customer lifetime value, cltv, clv, ltv, total ltv:.9, customer value:.7, cltv score:.9, "
        "生命周期价值, 客户终身价值, 客户生命周期价值, 終身價值"
    ),
    "event_date": (
        "event date, event time, event timestamp, event datetime, visit date, visit time, session date, "
        "session start, session start time, activity date, activity time, click time, login date:.8, last login:.5, "
        "log time, logged at, occurred at, visit start time, viewed at, review date:.9, review creation date:.9, "
        "timestamp event, 事件时间, 访问时间, 浏览时间, 行为时间, 访问日期, 登录时间:.8, 事件時間, 訪問時間, "
        "行為時間"
    ),
    "event_type": (
        "event type, event name, event, action:.8, activity:.75, activity type, behavior type, behaviour type, "
        "behavior:.8, event category:.8, interaction type, page type:.6, 事件, 事件类型, 事件名称, 行为类型, 行为, "
        "操作类型:.9, 事件類型, 行為類型"
    ),
    "session_id": (
        "session id, user session, session, visit id, visitid, session key, sessionid, 会话id, 会话编号, 会话, 會話id"
    ),
    "discount": (
        "discount, discount amount, discount rate:.9, order item discount:.95, discount percent:.9, "
        "coupon amount:.7, 折扣, 折扣金额, 优惠金额, 优惠:.7, 折扣率:.9, 優惠金額"
    ),
    # What rows show a discount to be; no name alone tells.
    **dict.fromkeys(TAKEN_OFF, ""),
    "payment_method": (
        "payment method, payment type, payment mode, pay method, tender type:.9, payment gateway:.8, "
        "type payment:.8, card brand:.5, 支付方式, 付款方式, 支付類型, 付款類型"
    ),
    "status": (
        "status, order status, financial status:.9, transaction status:.9, invoice status:.9, payment status:.8, "
        "booking status:.95, reservation status:.95, sale status:.95, sales status:.9, ticket status:.8, "
        "return status:.5, refund status:.5, shipment status:.5, shipping status:.5, fulfilment status:.6, "
        "item status:.7, line status:.7, payment state:.6, shipment state:.5, status name:.8, state:.62, "
        "当前订单状态:.95, 发票状态:.9, 售后状态:.5, 退款状态:.5, 支付状态:.7, 付款状态:.7, 发货状态:.45, 退货状态:.5, "
        "订单状态, 交易状态, 状态:.8, 訂單狀態, 狀態:.8"
    ),
    "signup_date": (
        "created date:.65, create date:.7, created at:.65, created:.6, date created:.65, start date subscription:.8, "
        "account created:.9, account created date:.9, creation date:.65, first seen:.7, client since, added on:.6, "
        "signup date, sign up date, registration date, registered at, join date, joined:.7, join date time, "
        "dt customer, member since, membership start date:.9, start date:.5, became member on, subscription date:.8, "
        "customer since, enrollment date:.8, date joined, registered on, register date, created account:.7, "
        "注册日期, 注册时间, 入会日期, 入会时间, 加入日期, 開戶日期:.9, 註冊日期, 註冊時間, 入會日期"
    ),
    "last_order_date": (
        "last order date, last purchase date, last transaction date, last purchase, last order:.8, "
        "date of last purchase, last order at, last bought, 最近购买日期, 最近消费日期, "
        "最近消费时间, 最近购买时间, 最近下单时间, 最后消费时间, "
        "最后购买时间, 上次购买日期, 最后购买日期, "
        "最近一次消费, 最後購買日期"
    ),
    "recency": (
        "recency, recency days, days since last purchase, days since last order, day since last order, "
        "days since last transaction, days since last visit:.8, days since purchase:.8, last purchase days ago:.9, "
        "days inactive:.8, 最近购买天数, 距上次购买天数, 最近消费间隔"
    ),
}


def _entry(written: str) -> tuple[str, float]:
    name, _, weight = written.strip().partition(":")
    return name, float(weight or 1.0)


NAMES: dict[str, tuple[tuple[str, float], ...]] = {
    role: tuple(
        _entry(written)
        for table in (_NAMES, PEOPLE_NAMES, SYSTEM_NAMES, RECORD_NAMES, WORLD_NAMES, EUROPE_NAMES, ASIA_NAMES)
        for written in table.get(role, "").split(",")
        if written.strip()
    )
    for role in (_NAMES | PEOPLE_NAMES)
}
"""Role → the names that its columns have (lower case), each with how much it says (1: all)."""

TITLES: dict[str, str] = {role: role.replace("_", " ") for role in NAMES}
"""Role → how it is told in a sentence."""
