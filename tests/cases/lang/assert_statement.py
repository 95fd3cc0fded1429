assert True
assert [1], "not raised"
for s in (
    "assert False",
    "assert 0, 'message'",
    "assert [], (1, 2)",
    "assert None, None",
    "assert 1 == 2, f'{1} != {2}'",
):
    try:
        exec(s)
    except AssertionError as e:
        print(repr(e), e.args)
print(__debug__)
