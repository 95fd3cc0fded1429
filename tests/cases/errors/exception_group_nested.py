def f():
    raise ExceptionGroup("outer", [
        ValueError("a"),
        ExceptionGroup("inner", [TypeError("b"), OSError(2, "No such file")]),
        KeyError("c"),
    ])
f()
