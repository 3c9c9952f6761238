"""Lists as webinar tools write them, all of them invented."""

ZOOM = """\
Attendee Report
Report Generated:,"Dec 5, 2026 09:12"
Topic,Webinar ID,Actual Start Time,# Registered
Investing in Senegal,812 3456 7890,"Dec 4, 2026 13:55:10",4
Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Organization,Join Time,Leave Time,Time in Session (minutes)
Yes,Taro Yamada,Taro,Yamada,yamada@example.org,Works,"Dec 4, 2026 14:01:00","Dec 4, 2026 14:31:00",30
Yes,Taro Yamada,Taro,Yamada,yamada@example.org,Works,"Dec 4, 2026 14:40:00","Dec 4, 2026 15:10:00",30
Yes,Awa Diop,Awa,Diop,awa@example.org,Embassy,"Dec 4, 2026 14:05:00","Dec 4, 2026 16:00:00",115
No,Ken Example,Ken,Example,ken@example.org,Works,--,--,--
"""  # noqa: E501 - as Zoom writes it

TEAMS = (
    "1. Summary\n"
    "Meeting title\tInvesting in Senegal\n"
    "Attended participants\t2\n"
    "\n"
    "2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\n"
    "Taro Yamada\t12/4/26, 2:01:10 PM\t12/4/26, 4:00:00 PM\t1h 58m 50s\tyamada@example.org\tGuest\n"
    "Awa Diop\t12/4/26, 2:05:00 PM\t12/4/26, 2:35:30 PM\t30m 30s\tawa@example.org\tGuest\n"
    "\n"
    "3. In-Meeting Activities\n"
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Taro Yamada\t12/4/26, 2:01:10 PM\t12/4/26, 4:00:00 PM\t1h 58m 50s\tyamada@example.org\tGuest\n"
)

JAPANESE = """\
氏名;メールアドレス;会社名;参加時刻;参加時間（分）
山田 太郎;taro@example.org;見本製作所;2026/12/04 14:03;57
髙橋 花子;hanako@example.org;見本製作所;2026/12/04 14:00;62
"""
