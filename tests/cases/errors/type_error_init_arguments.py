class Point:
    def __init__(self, x, y):
        pass
p = Point(1)
