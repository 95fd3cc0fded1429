import _circular_two
value = 1
