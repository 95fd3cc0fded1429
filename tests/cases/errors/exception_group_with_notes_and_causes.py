try:
    raise KeyError("cause")
except KeyError as c:
    inner = ValueError("inner")
    inner.__cause__ = c
    inner.add_note("inner note")
    g = ExceptionGroup("group", [inner, TypeError("t")])
    g.add_note("group note")
    raise g from c
