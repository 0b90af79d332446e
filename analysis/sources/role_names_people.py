"""How people call the columns that describe a person, in English and Chinese."""

from __future__ import annotations

PEOPLE_NAMES: dict[str, str] = {
    "age": ("age, customer age, client age, age years:.95, age in years, current age, user age, 年龄, 客户年龄, 年齡"),
    "gender": ("gender, sex, genre:.8, customer gender, gender code:.9, user gender, m f:.6, 性别, 客户性别, 性別"),
    "birthday": (
        "birthday, birth date, birthdate, date of birth, dob, birth day, born:.7, date birth:.9, customer birthdate, "
        "生日, 出生日期, 出生年月, 出生年月日"
    ),
    "income": (
        "income, annual income, yearly income, monthly income, household income, income usd, salary:.9, "
        "annual salary:.9, estimated salary:.9, annual revenue:.6, estimated income:.95, family income, "
        "personal income, customer income, 收入, 年收入, 月收入, 家庭收入, 薪资:.9, 工资:.9, 年薪:.9, 月薪:.9, "
        "薪資:.9"
    ),
    "satisfaction": (
        "satisfaction, satisfaction score:1.02, customer satisfaction, satisfaction rating, satisfaction level, "
        "csat, csat score, nps:.9, nps score:.9, net promoter score:.9, 满意度, 客户满意度, 满意度评分, 滿意度, "
        "顧客滿意度"
    ),
    "rating": (
        "rating, ratings:.9, review score:1.02, review rating:1.02, star rating, stars:.9, customer rating, "
        "average rating:.9, rating score, avg rating:.9, score rating:.8, overall rating, 评分, 评级:.8, 星级:.85, "
        "评价分数, 打分:.9, 評分, 星級:.85"
    ),
    "feedback": (
        "feedback, review:.85, review text, review comment message:1.02, review body, review content, comment:.85, "
        "comments:.85, customer feedback, customer comment, customer comments, feedback text, reviews:.6, "
        "survey response:.8, reason:.4, feedback score:.5, 反馈, 客户反馈, 评价:.9, 评论:.9, 评价内容, 评论内容, "
        "留言:.7, 意见:.8, 买家留言:.7, 回饋, 評價:.9, 評論:.9"
    ),
    "complaints": (
        "complaints, complaint:.9, complain:.95, number of complaints, complaint count, num complaints, "
        "complaints count, 投诉, 投诉次数, 投诉数, 是否投诉:.9, 投訴, 投訴次數"
    ),
    "first_name": (
        "first name, firstname, given name, forename, fname, customer fname:1.02, billing first name:.95, "
        "shipping first name:.85, 名字"
    ),
    "last_name": (
        "last name, lastname, surname, family name, lname, customer lname:1.02, billing last name:.95, 姓氏, 姓"
    ),
    "name": (
        "receiver name:.8, guest name:.9, donor name:.9, attendee name:.9, passenger name:.9, "
        "passenger:.75, attendee:.75, "
        "customer name:1.02, name:.7, full name, fullname, client name, contact name:.95, account name:.85, "
        "buyer name, user name:.7, username:.7, billing name:.95, shipping name:.85, member name, company name:.7, "
        "card name:.6, 收件人:.8, "
        "姓名, 客户姓名, 客户名称, 顾客姓名, 会员姓名, 收货人:.85, 收货人姓名:.9, 买家姓名, 联系人:.8, "
        "客戶姓名, 客戶名稱, 會員姓名, 名称:.5"
    ),
    "email": (
        "from email address:1.02, payer email address:.95, sender email:.9, ordering customer email:.95, email, "
        "e mail, email address, customer email, mail:.7, billing email:.95, contact email, user email, email id:.9, "
        "buyer email, 邮箱, 电子邮箱, 电子邮件, 邮件:.8, 郵箱, 電子郵件"
    ),
    "phone": (
        "phone, phone number, telephone, mobile, mobile number, mobile phone, cell phone, cell:.6, tel:.8, "
        "contact number:.9, phone no, billing phone:.95, shipping phone:.85, customer phone, contact phone, "
        "home phone:.8, 电话, 手机, 手机号, 手机号码, 联系电话, 联系手机, 电话号码, 電話, 手機, 手機號碼, 聯絡電話"
    ),
    "address": (
        "address, street address, street:.8, customer street:.9, billing address:.9, shipping address:.85, "
        "billing address 1:.9, address 1:.9, address line 1:.95, billing address1:.9, shipping address1:.8, "
        "billing street:.9, mailing street:.9, home address, ship address:.9, mailing address:.9, "
        "shipping street:.8, customer address, address line1:.95, 地址, 收货地址, 家庭住址, 住址, 联系地址, "
        "送貨地址"
    ),
    "postal_code": (
        "postal code, postcode, zip, zip code, zipcode, post code, customer zip code prefix, customer zipcode, "
        "billing zip, shipping zip:.9, ship postal code:.9, ship zip:.9, ship zipcode:.9, delivery postcode:.9, "
        "pin code:.8, pincode:.8, billing postal code:.95, mailing zip:.9, 邮编, "
        "邮政编码, 郵遞區號"
    ),
    "birth_year": (
        "birth year, year birth, year of birth, yob, born year:.9, 出生年份, 出生年, 生年:.8, geburtsjahr, "
        "année de naissance"
    ),
    "marital_status": ("marital status, marital, married:.9, marriage:.8, ever married:.9, 婚姻, 婚姻状况, 婚姻狀況"),
    "education": ("education, education level, degree:.6, qualification:.7, 学历, 教育程度, 學歷"),
    "occupation": ("occupation, profession, job:.8, job title:.85, employment:.7, work type:.7, 职业, 工作:.7, 職業"),
}
"""Role → names with their weights."""
