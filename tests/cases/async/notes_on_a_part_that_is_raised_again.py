# A note on what `except*` caught stays behind when the exceptions are raised again as they came.
def attempt(exceptions, matched):
    try:
        try:
            group = ExceptionGroup("group", exceptions)
            group.add_note("on the group")
            raise group
        except* matched as part:
            part.add_note("on the part")
            print(part.__notes__)
            raise
    except BaseException as raised:
        print(repr(raised), getattr(raised, "__notes__", None), raised is group)


attempt([KeyError(0)], KeyError)
attempt([KeyError(0), ValueError(1)], KeyError)
attempt([KeyError(0), ExceptionGroup("inner", [ValueError(1), TypeError(2)])], (KeyError, TypeError))
