for i in range(5):
    if i == 1:
        continue
    if i == 3:
        break
    print(i)
else:
    print("not printed")
for i in []:
    pass
else:
    print("empty else")
n = 0
while n < 3:
    n += 1
    if n == 2:
        continue
    print("n", n)
else:
    print("while else")
while True:
    while True:
        break
    else:
        print("no")
    break
else:
    print("no")
for i in range(2):
    for j in range(3):
        if j == 1:
            break
    else:
        print("inner else")
    print(i, j)
for x in range(3):
    pass
print(x)
for i in range(3):
    try:
        if i == 1:
            continue
        print("try", i)
    finally:
        print("finally", i)


def f():
    for i in range(3):
        try:
            return i
        finally:
            print("leaving")


print(f())
l = [1, 2, 3]
for x in l:
    if len(l) < 6:
        l.append(x * 10)
print(l)
for l[0] in range(3):
    pass
print(l[0])
