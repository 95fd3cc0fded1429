"""An UnboundLocalError names no name, so nothing is suggested."""


def total(values):
    try:
        print(summ)
    except UnboundLocalError as e:
        print(e.name)
    summ = 0
    for value in values:
        summm += value
    summm = summ
    return summ


total([1])
