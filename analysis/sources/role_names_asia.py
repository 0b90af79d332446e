"""How people call the columns of customer and order files in more languages of Asia, as the English names.

Korean, Vietnamese, Indonesian, Thai, Arabic and Hebrew.
"""

from __future__ import annotations

ASIA_NAMES: dict[str, str] = {
    "customer_id": (
        "mã kh, tên khách:.75, tên khách hàng:.75, "
        "회원번호, 고객번호, 고객id, 회원id, 고객코드, 회원코드, 고객아이디, 회원아이디, 구매자id, 구매자아이디, "
        "사용자id, 고객:.8, 회원:.7, mã khách hàng, khách hàng:.8, id pelanggan, kode pelanggan, pelanggan:.8, "
        "รหัสลูกค้า, ลูกค้า:.8, รหัสสมาชิก:.95, رقم العميل, كود العميل, العميل:.8, מספר לקוח, קוד לקוח, לקוח:.8"
    ),
    "order_id": (
        "mã hđ, số hđ, "
        "주문번호, 주문id, 주문코드, 상품주문번호:.9, 거래번호, 영수증번호, 전표번호, 송장번호:.6, mã đơn hàng, "
        "số hóa đơn, mã hóa đơn, đơn hàng:.75, nomor pesanan, no pesanan, nomor order, nomor faktur, no faktur, "
        "เลขที่คำสั่งซื้อ, หมายเลขคำสั่งซื้อ, เลขที่ใบเสร็จ, رقم الطلب, رقم الفاتورة, מספר הזמנה, מספר חשבונית"
    ),
    "order_date": (
        "ngày giờ:.75, ngày bán, "
        "주문일자, 주문일, 주문일시, 주문날짜, 구매일자, 구매일, 구매일시, 결제일:.85, 결제일시:.85, 거래일자, "
        "거래일, 판매일자, 판매일, 매출일자, 매출일, 날짜:.75, 일자:.75, 일시:.7, ngày đặt hàng, ngày mua, "
        "ngày hóa đơn, ngày:.7, waktu pesanan dibuat, ngày đặt, "
        "tanggal pesanan, tanggal order, tanggal pembelian, tanggal transaksi, tanggal:.75, "
        "วันที่สั่งซื้อ, วันที่ซื้อ, วันที่:.75, تاريخ الطلب, تاريخ الشراء, تاريخ الفاتورة, التاريخ:.75, "
        "תאריך הזמנה, תאריך רכישה, תאריך:.75"
    ),
    "order_time": (
        "시간:.85, 시각:.85, 주문시간, 주문시각, 구매시간, 구매시각, 결제시간:.95, 결제시각:.95, 거래시간, 거래시각, "
        "판매시간, giờ:.85, thời gian:.8, giờ bán, giờ mua, giờ đặt hàng, jam:.85, waktu:.85, jam transaksi, "
        "waktu transaksi, jam pesanan, waktu pembelian, เวลา:.85, เวลาสั่งซื้อ, เวลาขาย, الوقت:.85, وقت الطلب, "
        "وقت الشراء, שעה:.85, שעת הזמנה, שעת רכישה"
    ),
    "amount": (
        "결제액, 실결제액, 판매액, 주문액, "
        "결제금액, 주문금액, 총금액, 금액, 판매금액, 구매금액, 매출액, 매출, 총액, 합계:.8, 실결제금액, "
        "총결제금액, 합계금액, 매출금액, thành tiền, tổng tiền, số tiền, doanh thu:.85, tổng cộng:.85, "
        "jumlah pembayaran, total harga, total pembayaran, total belanja, nilai:.6, ยอดรวม, จำนวนเงิน, ยอดขาย, "
        "รวม:.7, المبلغ, المجموع, الإجمالي:.9, إجمالي المبلغ, סכום, סכום הזמנה, סה כ:.85"
    ),
    "quantity": (
        "sl:.7, 수량, 주문수량, 구매수량, 판매수량, 개수:.9, số lượng, jumlah:.8, kuantitas, จำนวน:.8, الكمية, כמות"
    ),
    "unit_price": (
        "단가, 판매단가, 판매가:.9, 상품가격, 가격:.85, 판매가격:.9, đơn giá, giá:.8, giá bán:.9, harga satuan, "
        "harga:.85, ราคาต่อหน่วย, ราคา:.85, سعر الوحدة, السعر:.85, מחיר יחידה, מחיר:.85"
    ),
    "product_id": (
        "상품번호, 상품코드, 상품id, 제품코드, 제품번호, 품번, 품목코드, mã sản phẩm, mã hàng, kode produk, "
        "id produk, kode barang, รหัสสินค้า, رقم المنتج, كود المنتج, מספר מוצר, קוד מוצר, מקט"
    ),
    "product_name": (
        "상품명, 제품명, 품명, 상품:.85, 제품:.85, 품목명, tên sản phẩm, sản phẩm:.85, nama produk, produk:.85, "
        "nama barang, ชื่อสินค้า, สินค้า:.85, اسم المنتج, المنتج:.85, שם מוצר, מוצר:.85"
    ),
    "category": (
        "카테고리, 상품분류, 분류:.85, 상품카테고리, 품목:.6, danh mục, loại sản phẩm, kategori produk, หมวดหมู่, "
        "الفئة, קטגוריה"
    ),
    "age": "나이, 연령, tuổi, umur, usia, อายุ, العمر, גיל",
    "gender": "성별, giới tính, jenis kelamin, เพศ, الجنس, מין, מגדר",
    "birthday": "생년월일, 생일, ngày sinh, tanggal lahir, วันเกิด, تاريخ الميلاد, תאריך לידה",
    "income": "소득, 연소득, 연봉:.9, 월소득, thu nhập, pendapatan, penghasilan, รายได้, الدخل, הכנסה",
    "satisfaction": "만족도, 고객만족도, mức độ hài lòng, kepuasan, ความพึงพอใจ, الرضا, שביעות רצון",
    "rating": "평점, 별점, đánh giá:.8, penilaian:.8, คะแนน:.8, التقييم, דירוג",
    "feedback": "리뷰, 후기, 의견:.8, 메모:.6, bình luận, ulasan, ความคิดเห็น, التعليق, משוב",
    "country": "국가, 나라, quốc gia, negara, ประเทศ, البلد, الدولة, מדינה",
    "city": "도시, 시군구:.8, thành phố, kota, เมือง, จังหวัด:.7, المدينة, עיר",
    "region": "지역, 시도:.9, tỉnh, provinsi, ภูมิภาค, المنطقة, אזור",
    "postal_code": "우편번호, mã bưu điện, kode pos, รหัสไปรษณีย์, الرمز البريدي, מיקוד",
    "channel": "채널, 판매채널, 유입경로:.9, 구매경로:.9, kênh, kênh bán hàng, saluran, ช่องทาง, القناة, ערוץ",
    "currency": "통화, tiền tệ, mata uang, สกุลเงิน, العملة, מטבע",
    "payment_method": (
        "결제수단, 결제방법, 지불방법, phương thức thanh toán, metode pembayaran, วิธีชำระเงิน, طريقة الدفع, אמצעי תשלום"
    ),
    "status": "주문상태, 상태:.8, 결제상태:.8, 클레임상태:.5, 배송상태:.45, "
    " trạng thái, status pesanan, สถานะ, الحالة, حالة الطلب, סטטוס",
    "name": (
        "注文者名, 注文者氏名, "
        "고객명, 이름:.8, 성명, 구매자명, 회원명, 주문자명, 성함, tên khách hàng, họ tên, họ và tên, "
        "nama pelanggan, nama:.75, ชื่อลูกค้า, ชื่อ:.7, اسم العميل, الاسم:.75, שם לקוח, שם:.7"
    ),
    "email": "이메일, 이메일주소, 메일:.8, อีเมล, البريد الإلكتروني, דואל",
    "phone": (
        "sđt:.9, sdt:.9, رقم الجوال, الجوال:.9, 구매자연락처, "
        "전화번호, 휴대폰, 휴대폰번호, 연락처:.9, 핸드폰, số điện thoại, nomor telepon, no hp, เบอร์โทร, "
        "رقم الهاتف, טלפון"
    ),
    "address": "주소, 배송지:.8, 배송지주소:.9, địa chỉ, alamat, ที่อยู่, العنوان, כתובת",
    "discount": "할인, 할인금액, 할인액, giảm giá, diskon, ส่วนลด, الخصم, הנחה",
    "signup_date": (
        "가입일, 가입일자, 회원가입일, 등록일, ngày đăng ký, tanggal daftar, วันที่สมัคร, تاريخ التسجيل, תאריך הצטרפות"
    ),
    "last_order_date": "최근구매일, 마지막구매일, 최종구매일, 최근주문일, lần mua cuối, pembelian terakhir",
    "total_purchase": "총구매금액, 누적구매금액, 총구매액, 누적금액:.9, tổng chi tiêu, total pembelian",
    "total_order": "구매횟수, 주문횟수, 총주문수, 주문건수, số đơn hàng, jumlah pesanan, jumlah order",
    "visits": "방문횟수, 방문수, 접속횟수, số lần truy cập, jumlah kunjungan",
}
"""Role → names with their weights, as the English ones are written."""
