"""What sockets say when they are given a str."""
import array
import socket

a, b = socket.socketpair()
for send in (a.send, a.sendall, lambda x: a.sendmsg([x]), lambda x: a.sendto(x, "")):
    for what in ("text", 5, None):
        try:
            send(what)
        except TypeError as e:
            print(e)
a.sendall(memoryview(array.array("b", b"numbers")))
print(a.sendmsg([b"one", bytearray(b"two")]), b.recv(100))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for arguments in (("x", ("127.0.0.1", 5)), (b"x",), (b"x", "y")):
    try:
        u.sendto(*arguments)
    except TypeError as e:
        print(e)
for s in (a, b, u):
    s.close()
