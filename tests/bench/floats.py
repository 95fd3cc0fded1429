# Floats: bodies that attract each other, a matrix product, numerical integration, Newton's method, statistics, rounding.
from math import atan2, cos, exp, floor, hypot, sin, sqrt
from time import perf_counter


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def advance(bodies, steps, dt):
    for _ in range(steps):
        for i, a in enumerate(bodies):
            for b in bodies[i + 1 :]:
                dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
                squared = dx * dx + dy * dy + dz * dz + 0.01
                pull = dt / (squared * sqrt(squared))
                a.vx -= dx * b.mass * pull
                a.vy -= dy * b.mass * pull
                a.vz -= dz * b.mass * pull
                b.vx += dx * a.mass * pull
                b.vy += dy * a.mass * pull
                b.vz += dz * a.mass * pull
        for body in bodies:
            body.x += dt * body.vx
            body.y += dt * body.vy
            body.z += dt * body.vz


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a.mass * (a.vx**2 + a.vy**2 + a.vz**2)
        for b in bodies[i + 1 :]:
            total -= a.mass * b.mass / sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return total


def integral(f, low, high, n):
    width = (high - low) / n
    return width * sum(f(low + (i + 0.5) * width) for i in range(n))


def root(x):
    guess = x
    while abs(guess * guess - x) > 1e-9:
        guess = (guess + x / guess) / 2.0
    return guess


def work(n):
    bodies = [Body(i * 1.5, i * -0.7, i * 0.3, 0.1 * i, 0.2, -0.1 * i, 1.0 + i / 3) for i in range(5)]
    advance(bodies, n, 0.001)
    total = energy(bodies)
    size = 24
    a = [[(i * j % 7) / 7.0 for j in range(size)] for i in range(size)]
    b = [[(i - j) / 5.0 for j in range(size)] for i in range(size)]
    product = [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
    total += max(max(row) for row in product)
    total += integral(lambda x: exp(-x * x) * cos(x), -2.0, 2.0, n * 4)
    total += sum(root(k + 0.5) for k in range(n))
    points = [(cos(k) * k, sin(k) * k) for k in range(n)]
    total += sum(hypot(x, y) + atan2(y, x) for x, y in points)
    values = [x * 1.1 - y / 3 for x, y in points]
    mean = sum(values) / len(values)
    total += sqrt(sum((v - mean) ** 2 for v in values) / len(values))
    total += min(values) + sum(floor(v) + round(v, 2) + int(v) % 5 for v in values)
    return total


start = perf_counter()
result = work(5_000)
elapsed = perf_counter() - start
assert round(result, 3) == 12725347.522, result
print("bench", elapsed)
