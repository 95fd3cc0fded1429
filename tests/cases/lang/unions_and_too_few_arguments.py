"""A union takes whatever stands beside it; classes without enough type arguments say how many they need."""
from typing import Dict, Generic, ParamSpec, TypeVar, Union

T, U, D = TypeVar("T"), TypeVar("U"), TypeVar("D", default=str)


class Pair(Generic[T, U]):
    pass


class WithDefault(Generic[T, U, D]):
    pass


def subclass():
    class Both(int | str):
        pass


for what in [
    lambda: Union[int, str] | "later",
    lambda: "before" | Union[int, str],
    lambda: Union[int, str] | 3,
    lambda: int | str | None | list[int],
    lambda: int | "text",
    lambda: Pair[int],
    lambda: WithDefault[int],
    lambda: WithDefault[int, str],
    lambda: Pair[int, str, bytes],
    lambda: Dict[T, U][int],
    lambda: ParamSpec("P", bound=[int]).__bound__,
    subclass,
]:
    try:
        print(what())
    except TypeError as error:
        print("TypeError:", error)
