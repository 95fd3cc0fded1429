# What is found after parsing comes after all warnings of the parser, and those about meanings up to there.
def f(x):
    try:
        assert (x, 'a message')
    finally:
        return '\d'

if f is 'f':
    return
print(f is 'g')
