def f(n):
    print("f", n)
    return n


print(f(1) < f(2) < f(3))
print(f(1) < f(0) < f(3))
print(f(1) == f(1) != f(2) > f(0))
print(1 < 2 > 1, 1 < 3 in [3], (1 < 3) in [True], None is None is not True)
print(1 == 1.0 == True, "a" < "b" < "c", [1, 2] < [1, 3] < [2], (1,) < (1, 0))
for expr in ("1 < 'a'", "[] < ()", "None < None", "1 < 2 < 'a'", "{} < {}", "object() > 1", "1j >= 1j"):
    try:
        print(eval(expr))
    except TypeError as e:
        print(e)
print(1 == "1", None == 0, [] == (), {} == set(), 1 != "1", "a" == b"a")
