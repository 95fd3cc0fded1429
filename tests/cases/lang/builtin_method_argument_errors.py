calls = """[].append(1, 2)|[].append()|[].pop(1, 2)|{}.get()|{}.pop()|{}.get(1, 2, 3)|"".join()|"".join(1, 2)|"a".upper(1)|"a".split(1)|"a".split(sep=1)|"a".replace("a")|"a".encode(1)|"".format_map()|"x".center()|"x".center("a")|"x".ljust(5, "ab")|"x".zfill("a")|"a".count()|"a".strip(1)|[].sort(1)|[].sort(nope=1)|[].index()|[].insert(1)|(1,).count()|{1}.add()|{1}.union(1)|b"".join([1])|b"a".find("a")|(1).bit_length(1)|(1.5).is_integer(1)|int(1, 2)|int("1", base="x")|float(1, 2)|str(1, 2)|str(b"a", "nope")|bytes(1, 2)|list(1, 2)|tuple(1)|dict(1)|set(1, 2)|range("a", 2)|slice()|bool(1, 2)|object(1)|type()|super(1)|property(1, 2, 3, 4, 5)|enumerate()|zip(1)|sorted(1)|sorted([1], key=1)|min(key=1)|round(1, 2, 3)|round("a")|sum(1, 2, 3)|print(end=1)|getattr(1)|isinstance(1)|len()|ord()|chr()|abs(1, 2)|hash()|iter()|next()|format()|divmod(1)|pow(1)|hex()|id(1, 2)|callable()|vars(1, 2)|input(1, 2)|open()|eval()|compile("a")|exec()|repr(1, 2)|"%d" % "a"|"abc".index("z", 1)|"a" "b".isalpha(1)|memoryview(1)|bytearray("a")|complex("a")|frozenset(1)|reversed(1)|staticmethod()|classmethod(1, 2)"""
for c in calls.split("|"):
    try:
        eval(c)
        print("ok", c)
    except Exception as e:
        print(c, "->", type(e).__name__, e)
