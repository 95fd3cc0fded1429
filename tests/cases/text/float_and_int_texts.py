# Numbers from text and text from numbers.
for t in ["1", " 12 ", "-0", "1_000", "0b101", "0x_ff", "1e5", "", "_1", "1__0", "\u0661\u0662", "9" * 25, "+7", "0o17", "é"]:
    for base in (10, 0, 16):
        try:
            print(ascii(t), base, int(t, base))
        except ValueError as error:
            print(ascii(error))
for t in ["1", "1.5", ".5", "5.", "1e3", "1_0.0_1", "inf", "-Infinity", "nan", " 2 ", "1__0", "e5", "", "0x10", "\u0661.5", "1e400", "1e-400"]:
    try:
        print(ascii(t), float(t))
    except ValueError as error:
        print(ascii(error))
for x in [0.1, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, 5e-324, 1.7976931348623157e308, -0.0, 1 / 3, 2.0**70, 702589872829915.25]:
    print(x, repr(x), str(x), x.hex(), float.fromhex(x.hex()) == x)
for x, n in [(2.5, 0), (0.5, 0), (1.25, 1), (2.675, 2), (12345.678, -2), (1e300, -299), (0.1, 20), (150.0, -2), (50.0, -2), (5e-324, 2)]:
    print(round(x, n), end=" ")
print(round(2.5), round(3.5), round(-0.5), round(1e20))
print(int("1" * 200) % 97, str(10**50), hex(255), oct(8), bin(-5), str(-(10**20)))
try:
    int("1" * 5000)
except ValueError as error:
    print(error)
try:
    str(10**5000)
except ValueError as error:
    print(error)
