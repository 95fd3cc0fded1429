# A coroutine that a condition compares and drops is reported at the line of the condition, whichever way it goes.
async def ready(n):
    return n


def main():
    if ready(1) == 1:
        print("never")
    if ready(2) is None:
        print("never")
    elif ready(3) == 3:
        print("never")
    while ready(4) == 4:
        print("never")
    found = ready(5) == 5 and \
        ready(6)
    for _ in (ready(n) == n for n in (7,)):
        pass
    assert ready(8) != 8
    if ready(9) is not None:
        print("it is a coroutine")
    print(found, ready(10) in (1, 2))
    text = "a" if ready(11) == 11 else "b"
    return text


print(main())
