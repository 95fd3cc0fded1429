import _circular_one
print(_circular_one.value)
