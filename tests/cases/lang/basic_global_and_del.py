n = 1


def f():
    global n
    n += 1


f()
print(n)
del n
try:
    print(n)
except NameError as e:
    print(e)
