# What str.format says about templates and arguments that do not fit.
def show(work):
    try:
        print(ascii(work()))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


show(lambda: "a".format_map(3))
show(lambda: "{}".format())
show(lambda: "{a}".format())
show(lambda: "{a}".format_map({}))
show(lambda: "{0}".format_map({}))
show(lambda: "{}{0}".format(1))
show(lambda: "{!x}".format(1))
show(lambda: "{:d}".format("a"))
show(lambda: "{:d}".format(1.5))
show(lambda: "{.x}".format(1))
show(lambda: "{[x]}".format(1))
show(lambda: "{[x]}".format("ab"))
show(lambda: "{[5]}".format("ab"))
show(lambda: "{:{}{}}".format(1,2))
show(lambda: "{:{:{}}}".format(1,2,3))
show(lambda: "a".__format__(3))
show(lambda: "a".__format__("d"))
