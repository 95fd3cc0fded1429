# A coroutine that an operation is given in place of what it gives: the warning names the line of the operation, not of who handles the error.
async def f():
    pass


def attempt(what):
    try:
        what()
    except Exception as e:
        print(type(e).__name__, e)


attempt(lambda: [*f()])
attempt(lambda: (*f(),))
attempt(lambda: print(1, *f()))
attempt(lambda: -f())
attempt(lambda: [x for x in f()])
attempt(lambda: len(f()))
attempt(lambda: f()[0])
attempt(lambda: f() + 1)
attempt(lambda: f()())
attempt(lambda: 1 in f())
attempt(lambda: f().x)
attempt(lambda: sum(f()))


def statement_0():
    for x in f(): pass


attempt(statement_0)


def statement_1():
    a, b = f()


attempt(statement_1)


def statement_2():
    a, *b = f()


attempt(statement_2)


def statement_3():
    with f(): pass


attempt(statement_3)


def statement_4():
    del f()[0]


attempt(statement_4)


def statement_5():
    f()[0] = 1


attempt(statement_5)


def statement_6():
    f().x = 1


attempt(statement_6)


def statement_7():
    del f().x


attempt(statement_7)


def statement_8():
    raise f()


attempt(statement_8)


def statement_9():
    g = (i for i in f())


attempt(statement_9)


def statement_10():
    assert f() < 1


attempt(statement_10)
