from string.templatelib import Template, Interpolation, convert
name, n = "World", 42.5
t = t"Hello {name!r:>10} and {n:.{2}f} {n=} {{lit}}"
print(t, type(t)); print(t.strings, t.values)
for p in t: print(repr(p))
for i in t.interpolations: print(i.value, i.expression, i.conversion, repr(i.format_spec))
def f(t): return "".join(p if isinstance(p, str) else format(convert(p.value, p.conversion), p.format_spec) for p in t)
print(f(t), f(t"" t"a{1}" t"b{2}"), t"" == t"", repr(t""))
print((t"a{1}" + t"b{2}").strings)
try: t"a" + "b"
except TypeError as e: print(e)
try: "b" + t"a"
except TypeError as e: print(e)
match t"x{name}y":
    case Template(strings=(a, b), interpolations=(Interpolation(v, ex),)): print(a, b, v, ex)
print(Interpolation(1, "x", "r", "s"), Template("a", Interpolation(1, "1"), "b", "c").strings)
try: Interpolation(1, "x", "z")
except ValueError as e: print(e)
try: Template(3)
except TypeError as e: print(e)
print(t'{t"{n}"}', rt"\n{1}".strings, t"""{
  n  # c
  :x}""".interpolations[0].expression)
print(list(t"{1}{2}"), hash(t"a") != 0 if False else "")
for s in ['t"{}"', 't"{a!x}"', 't"{a"', 't"}"', 'bt"a"', 't"a" "b"', 'f"a" t"b"', 't"{a b}"', 't"{*a}"', "t'{a:{b:{c:{d}}}}'", 't"{lambda x: 1}"', 't"{a!r }"', 't"{a!}"', 'ut"x"', 't"{=}"']:
    try: compile(s, "<s>", "eval"); print("ok", s)
    except SyntaxError as e: print(s, "->", e.msg, e.offset, e.end_offset)
