import select
import socket


class Named:
    def __init__(self, fd):
        self.fd = fd

    def fileno(self):
        return self.fd


for bad in ([1.5], ["x"], [Named("x")], [Named(-1)], [-1], None, 5):
    try:
        print(select.select(bad, [], [], 0))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
a, b = socket.socketpair()
b.send(b"x")
print(select.select((Named(a.fileno()), b), [], [], 1)[0][0].fd == a.fileno())
a.close()
b.close()
