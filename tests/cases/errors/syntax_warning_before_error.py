"""A warning about a string literal comes before the error of the text after it."""
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        eval("'\\e' $")
    except SyntaxError as e:
        print(e.msg)
print(len(caught), caught[0].category.__name__)
exec("value = 'a\\qb'\nvalue = (1,\n")
