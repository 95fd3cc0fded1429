from datetime import date, datetime, timedelta, timezone

start = date(2024, 2, 29)
print(start.replace(year=2028))
try:
    start.replace(year=2023)
except ValueError as e:
    print(e)
aware = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2)))
print(aware < datetime(2024, 1, 1))
