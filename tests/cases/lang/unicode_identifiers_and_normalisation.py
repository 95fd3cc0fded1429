café = 1
наименование = 2
变量 = 3
ﬁ = 4
print(café, наименование, 变量, fi)


class Ünï:
    ñ = "attr"

    def ß(self):
        return "method"


print(Ünï.ñ, Ünï().ß(), Ünï.__name__, "ñ" in vars(Ünï))


def f(*, π=3):
    return π


print(f(π=4), [å for å in "ab"], (lambda λ: λ)(5))
print(globals()["fi"], getattr(Ünï, "ñ"), "é" == "é")
