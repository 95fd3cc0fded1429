def handlers(a):
    try:
        with a as b:
            return b.c
    except (KeyError, ValueError) as e:
        del a
        raise RuntimeError from e
    finally:
        print(a)
