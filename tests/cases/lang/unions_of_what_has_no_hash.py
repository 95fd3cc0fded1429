"""Members of a union without a hash are compared one by one; such a union has no hash either."""

hashable = False


class Meta(type):
    def __hash__(self):
        if hashable:
            return 1
        raise TypeError("not hashable")


class A(metaclass=Meta):
    pass


class B(metaclass=Meta):
    pass


union = A | B | A
print(union.__args__ == (A, B), union == B | A, union == A | int)
for hashable in (False, True):
    try:
        hash(union)
    except TypeError as e:
        print(e)


class Broken(type):
    def __eq__(self, other):
        return 1 / 0


X, Y = Broken("X", (), {}), Broken("Y", (), {})
print((int | X).__args__ == (int, X))
for f in (lambda: X | Y, lambda: (int | X) == (int | Y)):
    try:
        print(f())
    except ZeroDivisionError as e:
        print(e)
print(hash(int | str) == hash(str | int), int | str | None == None | str | int)
