class Node:
    __slots__ = ("next",)

    def __init__(self, n):
        self.next = n


class Fat:
    def __init__(self, n):
        self.next = n


n = None
for _ in range(300_000):
    n = Node(n)
n = None
n = None
for _ in range(200_000):
    n = Fat(n)
del n
print("dropped")
