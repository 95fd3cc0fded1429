class C:
    def __init__(self, n):
        self.n = int(n)
cs = [C(x) for x in ("1", "two")]
