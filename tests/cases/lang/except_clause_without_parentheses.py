def f(n):
    try:
        if n == 0:
            raise KeyError("k")
        if n == 1:
            raise IndexError("i")
        raise ValueError("v")
    except KeyError, IndexError:
        return "key or index"
    except ValueError:
        return "value"


print(f(0), f(1), f(2))
