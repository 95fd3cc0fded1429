"""What cannot be raised is written by the interpreter itself: the lines without marks, no causes, no suggestions."""


class Plain:
    def __del__(self):
        value = (1 / 0) + 1


class Chained:
    def __del__(self):
        try:
            {}["missing"]
        except KeyError:
            raise ValueError


class Typing:
    value = 1

    def __del__(self):
        self.valeu


def use():
    Plain()
    Chained()
    thing = Typing()
    thing = (
        None
    )


use()
