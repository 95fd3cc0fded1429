x = 5
print("a", x [ 1 : 2 ])
