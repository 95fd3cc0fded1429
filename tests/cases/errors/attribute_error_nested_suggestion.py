class A:
    pass
class B:
    def __init__(self):
        self.inner = A()
        self.inner.value = 1
B().value
