"""Arrays of numbers or characters. The type is native; here it is made known as a mutable sequence."""

from collections.abc import MutableSequence

from _array import ArrayType, _array_reconstructor, array, typecodes

MutableSequence.register(array)
del MutableSequence
