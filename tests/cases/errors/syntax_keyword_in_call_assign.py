f(x, if=1)
