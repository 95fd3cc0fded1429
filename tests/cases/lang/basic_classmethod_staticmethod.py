class C:
    n = 0

    @classmethod
    def make(cls):
        cls.n += 1
        return cls()

    @staticmethod
    def add(a, b):
        return a + b


print(type(C.make()).__name__, C.n, C.add(1, 2), C().add(3, 4))
