import warnings
def f():
    warnings.warn("careful")
for _ in range(3):
    f()
warnings.warn("deprecated", DeprecationWarning)
warnings.warn("two levels", stacklevel=1)
warnings.simplefilter("error")
warnings.warn("now an error")
