"""Only the annotations that a class or module body has reached are evaluated."""

flag = True


class Settings:
    always: int
    if flag:
        debug: bool
    else:
        release: bool
    for i in range(2):
        looped: "text"
    while False:
        never: float
    try:
        tried: list[int]
    except ValueError:
        caught: str
    with open(__file__):
        opened: bytes
    match i:
        case 0:
            zero: int
        case _:
            other: int

    class Inner:
        if not flag:
            hidden: int
        else:
            shown: int


print(Settings.__annotations__)
print(Settings.Inner.__annotations__)

for start in ("0", "[]", "frozenset()"):
    try:
        exec(f"__conditional_annotations__ = {start}\nx: int", {})
    except TypeError as e:
        print(start, e)

for text in ("(x): [y async for y in x]", "(x): {y: y async for y in x}", "def f(): (x): {y async for y in x}"):
    try:
        compile(text, "<text>", "exec")
    except SyntaxError as e:
        print(e)
