class Registry:
    def helper():
        return [][0]
    value = helper()
