print(isinstance(True, int), isinstance(1, (str, int)), isinstance([], (tuple, (set, list))), issubclass(bool, int), issubclass(int, object), isinstance(int, type), isinstance(None, type(None)), isinstance(1, int | None))
for f in (lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: isinstance(1, [int]), lambda: isinstance(1), lambda: isinstance(1, list[int]), lambda: getattr(1, "x"), lambda: getattr(1, 5), lambda: setattr(1, "x", 1), lambda: delattr([], "x"), lambda: hasattr(1, 5), lambda: setattr([], "x", 1), lambda: vars(1), lambda: object().__dict__, lambda: setattr(int, "x", 1), lambda: setattr(len, "x", 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(getattr([], "append").__name__, getattr(1, "nope", "dflt"), hasattr([], "sort"), callable(len), type(1), type(type), type(None).__name__, vars(type("C", (), {"a": 1})())== {}, id(None) == id(None))
print(ord("a"), ord("€"), ord(b"x"), chr(97), chr(0x1F600), hex(255), hex(-1), oct(8), bin(5), bin(-5), hex(2**70), abs(-5), abs(-2.5), abs(3 + 4j), divmod(7, 3), divmod(-7.5, 2), pow(2, 3), pow(2, 3, 5), pow(2, -1), round(2.567, 1))
for f in (lambda: ord("ab"), lambda: ord(""), lambda: ord(5), lambda: chr(-1), lambda: chr(0x110000), lambda: chr("a"), lambda: hex(1.5), lambda: bin("x"), lambda: abs("x"), lambda: divmod(1, "a"), lambda: pow("a", 2), lambda: chr(1.5), lambda: len(5), lambda: reversed(5), lambda: reversed({1}), lambda: iter(5), lambda: iter(5, 5), lambda: next([]), lambda: hash([]), lambda: input.nope, lambda: id(), lambda: sorted(), lambda: format(1, 2), lambda: repr(), lambda: abs()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(sorted(dir(type("D", (), {"x": 1, "m": lambda s: 0})()))[-2:], callable(type), bool(), int(), str(), float(), list(), tuple(), dict(), set(), frozenset(), bytes(), complex(), object().__class__)
