class D:
    def __del__(self):
        print("deleted")


d = D()
print("before")
del d
print("after")


def f():
    D()
    print("in f")


f()
