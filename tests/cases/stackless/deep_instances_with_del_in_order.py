log = []


class Node:
    def __init__(self, i, n):
        self.i, self.next = i, n

    def __del__(self):
        log.append(self.i)


n = None
for i in range(1000):
    n = Node(i, n)
n = None
print(len(log), log[:3], log[-3:])
