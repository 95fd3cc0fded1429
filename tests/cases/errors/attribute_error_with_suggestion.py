class Point:
    def __init__(self):
        self.colour = 1
Point().color
