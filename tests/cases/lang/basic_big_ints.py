print(2**100, 2**64 - 1, -(2**63), 10**30 // 7, 10**30 % 7)
n = 1
for i in range(1, 31):
    n *= i
print(n)
