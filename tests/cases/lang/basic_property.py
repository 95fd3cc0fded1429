class Circle:
    def __init__(self, r):
        self._r = r

    @property
    def area(self):
        return 3 * self._r**2

    @property
    def r(self):
        return self._r

    @r.setter
    def r(self, v):
        self._r = v


c = Circle(2)
print(c.area, c.r)
c.r = 3
print(c.area)
