from contextlib import nullcontext as n
with (n(1) as a, n(2) as b,):
    print(a, b)
with (n(3)) as c, (n(4)) as d: print(c, d)
with (n(5), n(6)): print("tuple of managers")
if (1): print("parens"); print("semicolon"); x = 1; y = 2
print(x, y);
for (i) in (1, 2): print(i, end=" ");
print()
class A: x = 1; y = 2
class B(): pass
class C(A,): pass
print(A.x, A.y, B.__bases__, C.x)
def f(a, b=(1), *c, d=((2)), **e,): return (a, b, c, d, e)
print(f(0,), f(*(1,), **{},))
z = (1
     + 2 \
     + 3)
print(z); del (z), (x, y)
try: raise (ValueError)("v")
except (ValueError) as e: print(e)
try: raise KeyError("k")
except (KeyError, ValueError): print("tuple")
assert (1), ("message")
print(not(1), -(-1), (yes := 5), (lambda: (1, 2))(), [(1)], {(1): (2)}, "a" 'b' """c""", (((1))))
if 1:
        print("eight spaces")
if 1:
	print("a tab")
while 0: pass
else: print("else on one line")
async def g(): return 1
@ (lambda h: h)
def h(): return 2
print(h(), 0XFF, 0B11, 0O17, 1E3, 1J, 1_000, 0xAb, 00, .5, 5., 1.e2, R"\n", b'\x41', Rb"\d", f'{1}', F"{2}", u"u")
def k():
    return; print("unreachable")
print(k()); global_name = 1
def m(): global global_name; global_name = 2
m(); print(global_name)
def deco_args(*a, **k): return lambda f: f
@deco_args(1, k=2)
class D: "docstring"
print(D.__doc__)
lst = [1, 2, 3,]; t = 1,; s = {1,}; print(lst, t, s, lst[0:2:], lst[::], lst[(0)])
print (1, 2) ; print(*[1], * [2]); print("x"if 1 else"y")
match (1, 2):
    case (1, x) | [x, 1]: print(x)
match x, 1:
    case 2, y: print(y)
match (x):
    case (2): print("paren pattern")
