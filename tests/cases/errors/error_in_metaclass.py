class M(type):
    def __new__(m, name, bases, ns):
        raise TypeError("no classes today")
class C(metaclass=M):
    pass
