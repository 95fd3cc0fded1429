class A:
    async def m(self):
        pass

    @staticmethod
    async def s():
        pass

    class In:
        async def deep(self):
            pass


def outer():
    async def inner():
        pass

    return inner


async def agen():
    yield 1


A().m()
A.s()
A.In().deep()
outer()()
agen()
g = agen()
g.asend(None)
g.__anext__()
g.aclose()
g.athrow(ValueError)


async def lam():
    return (await lam() for _ in ())


lam()
print("end")
