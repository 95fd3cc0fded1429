name = "Ada"
n = 3
print(f"{name} has {n} apples and {n * 2} pears")
print(f"{n:03d} {3.14159:.2f} {name!r} {name:>6}|")
