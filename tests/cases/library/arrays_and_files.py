"""Arrays go to files and come back; they are mutable sequences; their iterators can be copied."""
import array
import collections.abc
import copy
import io
import pickle

numbers = array.array("i", range(5))
file = io.BytesIO()
numbers.tofile(file)
print(file.getvalue() == numbers.tobytes())
file.seek(0)
again = array.array("i")
again.fromfile(file, 3)
print(again)
try:
    again.fromfile(file, 9)
except EOFError as error:
    print(error, again)
print(isinstance(numbers, collections.abc.MutableSequence), issubclass(array.array, collections.abc.Sequence))

steps = iter(numbers)
next(steps), next(steps)
other = copy.copy(steps)
print(list(steps), list(other))
steps = pickle.loads(pickle.dumps(iter(numbers)))
print(list(steps), pickle.loads(pickle.dumps(numbers)) == numbers)


class Sink:
    def write(self, data):
        print(type(data), len(data))


array.array("q", bytes(80_000)).tofile(Sink())
