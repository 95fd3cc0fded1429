first: int

import sys

told = [sys.modules[__name__].__annotations__]

second: str
