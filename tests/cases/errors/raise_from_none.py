try:
    {}["k"]
except KeyError:
    raise ValueError("no such key") from None
