f = lambda x: 1 / x
print((lambda g: g(0))(f))
