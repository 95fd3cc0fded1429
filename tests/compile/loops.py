def loops(items, limit):
    total = 0
    for i, x in items:
        if not x or i is None:
            continue
        total += x
        while total > limit and x:
            total //= 2
            break
        else:
            return total
    return -total
