def run(action):
    out = []
    try:
        out.append("try")
        if action == "raise":
            raise ValueError("v")
        if action == "key":
            {}["k"]
        if action == "return":
            return out
        if action == "uncaught":
            raise RuntimeError("r")
    except ValueError as e:
        out.append(f"VE {e}")
    except (KeyError, IndexError) as e:
        out.append(f"KE {e}")
    else:
        out.append("else")
    finally:
        out.append("finally")
        print(action, out)
    return out


for a in ("none", "raise", "key", "return"):
    print(run(a))
try:
    run("uncaught")
except RuntimeError as e:
    print("outer", e)


def order():
    try:
        return print("try value") or "try"
    finally:
        print("finally")


print(order())


def override():
    try:
        return "try"
    finally:
        for _ in (1,):
            pass
        x = "set"


print(override())


def nested():
    try:
        try:
            raise KeyError("inner")
        finally:
            print("inner finally")
    except KeyError as e:
        print("outer caught", e)
    try:
        try:
            1 / 0
        except KeyError:
            print("no")
    except ZeroDivisionError as e:
        print(e)


nested()
try:
    try:
        raise ValueError(1)
    except ValueError:
        raise TypeError(2)
except TypeError as e:
    print(repr(e), repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    try:
        raise ValueError(1)
    finally:
        raise TypeError(2)
except TypeError as e:
    print(repr(e.__context__))
try:
    try:
        raise ValueError(1)
    except ValueError as v:
        raise TypeError(2) from v
except TypeError as e:
    print(repr(e.__cause__), e.__suppress_context__)
try:
    try:
        raise ValueError(1)
    except ValueError:
        raise TypeError(2) from None
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
for i in range(3):
    try:
        if i == 1:
            raise ValueError(i)
    except ValueError:
        continue
    else:
        print("else", i)
    finally:
        print("fin", i)
e = "kept"
try:
    raise ValueError
except ValueError as e:
    pass
try:
    e
except NameError as n:
    print(n)
while True:
    try:
        break
    finally:
        print("break finally")


def gen_finally():
    try:
        yield 1
    finally:
        print("gen finally")


for x in gen_finally():
    print(x)
