"""A coroutine that nobody awaits is reported on the line of what let go of it."""


async def job():
    pass


def operators():
    wrong = not job()
    also = (
        not job()
    )
    if not job():
        pass
    if job():
        wrong = 1
    while [job()]:
        break
    return wrong, also


def cases(how):
    match job():
        case 1:
            return 1
        case str():
            return 2
    match job():
        case 1:
            pass
        case _:
            how = 2
    match (job(), how):
        case [1, 2]:
            pass
        case [x, 5] if x:
            pass
        case {"a": 1}:
            pass
    x = None
    match job():
        case x if how == 3:
            x = 3
        case x:
            x = 4
    match job():
        case int() | str():
            pass
        case None:
            pass
        case True:
            pass
        case _:
            pass
    match job():
        case _:
            pass


operators()
cases(2)
match job():
    case 1:
        pass
    case "2" | "3":
        pass
assert job(), (
    "a coroutine is true"
)
assert not [
    job()
] or True
for _ in [
    job(),
    job(),
]:
    pass
del _
for i in (not job(), 2):
    print(i)
print("end")
