"""f_lineno of a frame that an exception has left: where it was raised, whatever handlers passed it on."""


class Noop:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def in_except():
    try:
        1 / 0
    except:
        1 / 0
        pass


def in_named():
    try:
        1 / 0
    except Exception as ex:
        1 / 0
        pass


def in_try():
    try:
        1 / 0
    finally:
        pass


def in_finally():
    try:
        1 / 0
    finally:
        1 / 0
        pass


def after_with():
    with Noop():
        1 / 0
        pass


def nested():
    try:
        try:
            1 / 0
        except ZeroDivisionError as inner:
            with Noop():
                raise ValueError from inner
            pass
    finally:
        print("done")


for f in (in_except, in_named, in_try, in_finally, after_with, nested):
    try:
        f()
    except Exception as e:
        at = e.__traceback__.tb_next
        print(f.__name__, at.tb_frame.f_lineno - at.tb_frame.f_code.co_firstlineno, at.tb_lineno)
