class C:
    @property
    def p(self):
        return self._missing
print(C().p)
