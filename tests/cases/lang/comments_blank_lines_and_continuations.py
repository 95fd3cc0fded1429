# first line comment
x = 1  # trailing

# comment between


y = [  # inside a list
    1,
    # between items
    2,

    3
]  # after
if x:  # after a colon

    # an indented comment
    print(y)
  # a comment with odd indentation
    print("still in the block")
# a dedented comment
    print("and still")
else:
    pass
def f(
    a,  # first
    # alone
    b=2,
):
    # leading
    return a + \
        b
print(f(1), \
      f(2))
s = "a \
b"
print(s, '''line one
# not a comment
line three''')
print("# not a comment", 'also # not')
z = (
    # only a comment before
    5
)
print(z)
if True: pass  # nothing
class C:
    # only comments before the body

    a = 1

    # trailing comment
print(C.a)
# the last line is a comment without code
