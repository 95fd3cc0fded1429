"""A thread that waits for a socket is woken by the thread that sends, whenever that happens."""
import selectors
import socket
import threading

left, right = socket.socketpair()
received = []


def reader():
    while data := right.recv(10):
        received.append(data)


thread = threading.Thread(target=reader)
thread.start()
for n in range(200):
    left.send(b"%d;" % n)
left.close()
thread.join()
right.close()
print(b"".join(received) == b"".join(b"%d;" % n for n in range(200)))

for make in selectors.SelectSelector, selectors.PollSelector:
    for _ in range(50):
        left, right = socket.socketpair()
        with make() as selector:
            selector.register(right, selectors.EVENT_READ)
            thread = threading.Thread(target=left.send, args=(b"x",))
            thread.start()
            events = selector.select()
            assert len(events) == 1, events
            thread.join()
        left.close()
        right.close()
print("all events came")
