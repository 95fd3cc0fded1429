x = 1
y = "a"
print(x + 1 < y)
