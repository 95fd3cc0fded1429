class A:
    def method(self, x): return x.missing
a = A()
print(a.method(1), a.method(2))
