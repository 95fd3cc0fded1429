for i in range(3):
    print(i)
for i in range(10, 0, -3):
    print(i, end=" ")
print()
total = 0
for i in range(1000):
    total += i
print(total)
