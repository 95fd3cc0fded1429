class Noisy:
    def __init__(self, name, *held):
        self.name, self.held = name, held

    def __del__(self):
        print("gone:", self.name)


first = Noisy("first")
second = Noisy("second")
outer = Noisy("outer", Noisy("inner"))
ring = [Noisy("in a ring")]
ring.append(ring)
del second
second = Noisy("second again")
print("the program ends")
