def work():
    try:
        raise OSError(42)
    except* OSError as group:
        print(repr(group), group.__traceback__.tb_lineno - work.__code__.co_firstlineno)
        raise


work()
