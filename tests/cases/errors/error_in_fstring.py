name = "x"
width = "wide"
print(f"{name:>{width}}")
