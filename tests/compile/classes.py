class Point[T](Base):
    x: int = 0

    def move(self, dx: T) -> None:
        super().move(dx)
        self.x += dx
