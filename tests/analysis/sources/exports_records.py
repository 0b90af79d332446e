"""Headers of what programs for contacts, payments, policies, staff and surveys export, as of the other exports."""

from __future__ import annotations

from tests.analysis.sources.exports import Export

RECORDS = (
    Export(
        "Dynamics leads", "customers",
        "(Do Not Modify) Lead|(Do Not Modify) Row Checksum|(Do Not Modify) Modified On|Subject|First Name|Last Name|"
        "Job Title|Company Name|Email|Business Phone|Country|State or Province|Lead Source|Rating|Owner|Status Reason|"
        "Created On",
        "7f8a-01|k2h3J/9aQ==|3/14/2024 10:11 AM|Interested in cups|Ann|Lee|Buyer|Acme|ann@example.org|555-0150|"
        "Norway|Oslo|Web|Warm|# Admin|New|1/5/2024 9:15 AM",
        "customer_id=(Do Not Modify) Lead,first_name=First Name,occupation=Job Title,channel=Lead Source",
        "(Do Not Modify) Lead",
    ),
    Export(
        "HubSpot contacts by view", "customers",
        "Record ID - Contact|First Name|Last Name|Email|Became a Customer Date|Number of Sessions|Total Revenue|"
        "Country/Region",
        "101|Ann|Lee|ann@example.org|2023-04-05 10:00|4|3400|Norway",
        "customer_id=Record ID - Contact,visits=Number of Sessions,signup_date=Became a Customer Date",
        "Record ID - Contact|Email",
    ),
    Export(
        "Patreon members", "customers",
        "Name|Email|Patron Status|Lifetime Amount|Pledge Amount|Tier|Patronage Since Date|Last Charge Date|"
        "User ID|Currency",
        "Ann Lee|ann@example.org|Active patron|120.00|5.00|Gold|2022-01-03 10:11:12|2024-01-01 08:11:12|1234567|EUR",
        "customer_id=User ID,total_purchase=Lifetime Amount,signup_date=Patronage Since Date,"
        "last_order_date=Last Charge Date",
        "User ID|Email",
    ),
    Export(
        "Revolut", "transactions",
        "Type|Product|Started Date|Completed Date|Description|Amount|Fee|Currency|State|Balance",
        "CARD_PAYMENT|Current|2024-01-03 10:11:12|2024-01-04 12:11:12|Grocer|-12.30|0.00|EUR|COMPLETED|487.70",
        "order_date=Completed Date,amount=Amount,status=State,currency=Currency,region=None",
    ),
    Export(
        "Answers to a survey, one by one", "customers",
        "answer_id|course_id|student_id|question_id|question_category|answer_content|answer_datetime",
        "1450682|4|12070|7127|NPS|10|2021-04-10 18:00:02",
        "customer_id=student_id",
        "answer_id|student_id",
    ),
    Export(
        "LimeSurvey", "customers",
        "id. Response ID|submitdate. Date submitted|startlanguage. Start language|G01Q01. Would you recommend us?|"
        "G02. Comments",
        "1001|2024-01-03 10:11:12|de|9|all fine",
        "customer_id=id. Response ID,feedback=G02. Comments",
        "id. Response ID",
    ),
    Export(
        "Car insurance claims", "customers",
        "months_as_customer|age|policy_number|policy_bind_date|policy_state|insured_zip|insured_sex|total_claim_amount",
        "328|48|521585|2014-10-17|OH|466132|MALE|71610",
        "customer_id=policy_number,customer_lifetime=months_as_customer,signup_date=policy_bind_date",
        "policy_number",
    ),
    Export(
        "Staff", "customers", "Age|Attrition|Department|EmployeeNumber|Gender|JobRole|MonthlyIncome|EmploymentStatus",
        "41|Yes|Sales|1001|Female|Executive|5993|Employed",
        "customer_id=EmployeeNumber,churned=Attrition,occupation=EmploymentStatus,income=MonthlyIncome",
        "EmployeeNumber",
    ),
    Export(
        "Calls of a network", "customers", "Call  Failure|Complains|Subscription  Length|Customer Value|Age|Churn",
        "8|0|38|197.64|30|0",
        "customer_id=None,lifetime_value=Customer Value,customer_lifetime=Subscription  Length",
        "Customer Value",
    ),
    Export(
        "SAP open items", "transactions", "Zuordnung|Belegnr|Art|Belegdatum|Betr. in HW|HWähr|Debitor",
        "90000|1800000000|RV|03.01.2024|8342.19|EUR|10001",
        "order_id=Belegnr,order_date=Belegdatum,amount=Betr. in HW,customer_id=Debitor",
    ),
)  # fmt: skip
