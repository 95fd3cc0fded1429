for x in (
    1.0,
    1.5,
    0.1,
    1e22,
    1e23,
    1.1e16,
    9007199254740993.0,
    123456.789,
    1e100,
    1e-7,
    -1e-7,
    3.14159265358979,
    1 / 3,
    2 / 3,
    100.0,
    1e16,
    12345678901234567890.0,
):
    print(repr(x), str(x), f"{x}")
for s in ("1", " 1.5 ", "1e5", "-.5", "5.", "+1_0.0_1", "inf", "-Infinity", "NaN", "1e400", "1e-400", "0x1p3"):
    try:
        print(float(s))
    except ValueError as e:
        print(e)
for bad in ("", "1e", "abc", "1__0", "--1", "1 2"):
    try:
        float(bad)
    except ValueError as e:
        print(e)
print(
    (0.1).hex(),
    (1.0).hex(),
    (-2.5).hex(),
    float.fromhex("0x1.8p1"),
    (0.5).as_integer_ratio(),
    (2.5).is_integer(),
    (2.0).is_integer(),
)
