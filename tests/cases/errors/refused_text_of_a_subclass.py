# Text that is no number is shown by its own __repr__ in the error.
class Shout(str):
    def __repr__(self):
        return f"<{self.upper()}!>"


class Blob(bytes):
    def __repr__(self):
        return "<a blob>"


for kind in int, float:
    for text in Shout("zz"), Blob(b"zz"), bytearray(b"zz"), "zz":
        try:
            kind(text)
        except ValueError as e:
            print(kind.__name__, "->", e)
try:
    int(Shout("zz"), 5)
except ValueError as e:
    print(e)
try:
    int(Shout("9" * 300))
except ValueError as e:
    print(e)
print(int(Shout("12")), float(Shout("1.5")), int(Shout("z"), 36))


class Broken(str):
    def __repr__(self):
        raise LookupError("no words")


for kind in int, float:
    try:
        kind(Broken("x"))
    except LookupError as e:
        print(kind.__name__, "->", repr(e), repr(e.__context__))


def again():
    try:
        1 / 0
    except ZeroDivisionError as e:
        before = e
        raise


try:
    again()
except ZeroDivisionError as e:
    frame = e.__traceback__.tb_next
    print(frame.tb_lineno - again.__code__.co_firstlineno, frame.tb_frame.f_lineno - again.__code__.co_firstlineno)
