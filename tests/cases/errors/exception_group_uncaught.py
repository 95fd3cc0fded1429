def make(n):
    try:
        raise ValueError(f"error {n}")
    except ValueError as e:
        return e
raise ExceptionGroup("several things", [make(1), make(2), KeyError("k")])
