"""The members of a group are shown as they were when it was made."""
import collections

members = [ValueError(1)]
group = ExceptionGroup("list", members)
members.clear()
print(repr(group), group.args)

members = collections.deque([TypeError(2)])
group = ExceptionGroup("deque", members)
members.clear()
print(repr(group), group.args)

group.args = ()
print(repr(group), str(group))


class Wrong(collections.abc.Sequence):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        if index:
            raise IndexError
        return ValueError(3)

    def __repr__(self):
        return None


raise ExceptionGroup("wrong", Wrong())
