name, n, pi, d = "World", 42, 3.14159, {"k": [1, 2]}
print(
    f"Hello {name}!",
    f"{n:5}|{n:<5}|{n:05}|{n:x}|{n:#b}",
    f"{pi:.2f} {pi:8.3f} {pi:e}",
    f"{name!r} {name!s:>10} {name!a}",
)
print(
    f"{d['k'][0]} {d['k'][1]} {n + 1} {n if n else 0} {(lambda x: x * 2)(3)}",
    f"{{literal}} {n}",
    f"{'nested ' + f'{n} {f"{pi:.1f}"}'}",
)
w, p = 10, 3
print(f"{pi:{w}.{p}f}|{name:*^{w + 2}}|{pi:{'>'}{w}}", f"{n=} {n = } {n+1=:>6} {name=!s} {pi=:.1f}", f"{d=}")
print(
    f"""multi
line {n + 1}
end""",
    f"ab{n}c",
    f"",
    f"{''}",
    rf"\n{n}\t",
    f"\x41{n}\n".encode(),
)
print(f"{ {1: 2}[1] } { {3} } {[i for i in range(3)]} {(1, 2)} {*[1, 2], 3}")
print(f"{n!r:>5}{'x':>{n}}", f"{'a' if True else 'b'!r}", f"{None} {True} {...} {b'x'}")


class C:
    def __format__(self, s):
        return f"fmt({s})"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


c = C()
print(f"{c} {c!s} {c!r} {c:spec} {c=} {c=:spec} {c=!s}")
