def t(x):
    print("eval", x)
    return x


print(f"{t(1)} {t('a'):>{t(5)}} {t(2)}")
try:
    f"{t(1)} {undefined} {t(2)}"
except NameError as e:
    print(e)
try:
    f"{'a':d}"
except ValueError as e:
    print(e)
for source in (
    "f'{}'",
    "f'{a b}'",
    "f'{'",
    "f'}'",
    "f'{a!x}'",
    "f'{a!}'",
    "f'{a:{b:{c:{d}}}}'",
    "f'{*a}'",
    "f'{lambda x: 1}'",
    "f'{a=!r:^20}'",
    "f'{a!r b}'",
    "f'{ }'",
    "f'{#}'",
    "f'{a'",
    "f'{1:'",
):
    try:
        compile(source, "<f>", "eval")
        print("ok", source)
    except SyntaxError as e:
        print(source, "->", e.msg, e.offset)
