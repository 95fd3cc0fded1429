# str.format, format() and format_map: fields, accesses, conversions, nested specifications.
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __format__(self, spec):
        return f"<{self.x}|{spec}|{self.y}>"

    def __repr__(self):
        return "Point()"


p = Point(1, [10, 20, {"k": "v"}])
print("{} {} {}".format(1, "a", None))
print("{1} {0} {1}".format("x", "y"))
print("{a} {b!r} {c!s:>5} {d!a}".format(a=1, b="é", c="é", d="é"))
print("{0.x} {0.y[1]} {0.y[2][k]}".format(p))
print("{:>10}|{:<10}|{:^10}|{:*^10}".format("a", "b", "c", "d"))
print("{:{}}|{:{w}.{p}f}|{:{f}>{w}}".format(1, 5, 3.14159, "x", w=9, p=2, f="*"))
print("{{}} {{{}}} }}{{".format(7))
print("{0:abc} {0!r:>10} {0}".format(p))
print("{:,} {:_} {:x} {:#X} {:b} {:o} {:c} {:08.3f} {:+d} {: d} {:e} {:%}".format(1234567, 1234567, 255, 255, 5, 8, 65, 3.14159, 5, 5, 12345.678, 0.5))
print("{:,.2f} {:_.3f} {:.3_f} {:015,} {:z.0f}".format(1234567.891, 1234567.891, 1.23456789, 12345, -0.1))
print(format(3), format("x"), format(2.5), format(1 + 2j), format(True), format(None), format(10**30, ","), format(-7, "05"), format(1.5, "010"), format("é", "\U0001f600^5"))
print("{a[0]} {a[-1]} {b[x y]}".format(a={0: "zero", "-1": "minus"}, b={"x y": 3}))


class Default(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print("{x} {y}".format_map(Default(x=1)), "{x.real}".format_map({"x": 3}))
print("{0!r:{1}}".format("s", ">6"), f"{'nested':{'>'}{10}}", f"{3.0!r:>{6}}")
print(format(12345.6789, "g"), format(1e20, "g"), format(0.00001234, "g"), format(1e16), format(123456789.0, ".3"), format(1.0, ".0f"), format(2.5, ".0f"), format(float("inf"), "08"), format(float("nan"), "+"))
for spec in ["d", "5", "<5", ">5", "^5", "=+5", "05", "x", "#x", "#o", "#b", ",", "_", "_x", "#010_x", "n", "c", "e", "f", ".3f", "%", "+", " "]:
    print(spec, repr(format(65, spec)), repr(format(-1234567, spec)) if spec != "c" else "")
for spec in ["", "e", "E", "f", "F", "g", "G", "n", "%", ".0e", ".3", ".3g", "#.3g", "010.2f", "+.2f", ",.2f", "<12.3f", "^12.3f", "#.0f", "#.0e", "_.2f", ".10"]:
    print(spec, [format(x, spec) for x in (0.0, -0.0, 1.0, 123456.789, 1e-7, -2.5e300, 0.1, 100.0)])
for spec in ["", ".2f", "+.3g", ">20", "^20.1f", "e", "#", ",.1f"]:
    print(spec, [format(x, spec) for x in (0j, 1 + 2j, -1.5 - 0.5j, complex(0, 1e20))])
