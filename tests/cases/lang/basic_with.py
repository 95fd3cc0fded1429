class Ctx:
    def __enter__(self):
        print("enter")
        return "value"

    def __exit__(self, t, v, tb):
        print("exit", t is None)


with Ctx() as c:
    print(c)
try:
    with Ctx():
        raise KeyError("x")
except KeyError as e:
    print(e)
