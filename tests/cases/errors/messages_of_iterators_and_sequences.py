# What iterators, searches and operators say when they are asked for what they cannot do.
import itertools, operator, bisect
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: next(itertools.count(True)))
t(lambda: itertools.count(True))
t(lambda: itertools.count(False,True))
t(lambda: itertools.count(1,1))
t(lambda: itertools.count(1,2))
t(lambda: itertools.count(1.5,0.5))
t(lambda: itertools.count(5, True))
c=itertools.count(True)
t(lambda: (next(c),next(c),c))
t(lambda: bisect.bisect({0:1,1:3},2))
t(lambda: bisect.bisect_left({},2))
t(lambda: bisect.insort({0:1},2))
t(lambda: bisect.insort({},2))
t(lambda: bisect.bisect({1:2},2))
t(lambda: bisect.bisect(5,2))

t(lambda: super(1,2,3))
t(lambda: super(int,1,2,3))
t(lambda: super(x=1))
t(lambda: super(1))
t(lambda: super(int,'x'))
class A: pass
t(lambda: super(A, A(), 1))
t(lambda: operator.concat(1,2))
t(lambda: operator.concat([1],2))
t(lambda: operator.concat({},[]))
t(lambda: operator.concat('a',1))
t(lambda: operator.iconcat(1,2))
t(lambda: operator.iconcat([1],2))
t(lambda: operator.concat((),1))
t(lambda: operator.concat(b'',1))
t(lambda: str.maketrans(1))
t(lambda: str.maketrans('a','bc'))
t(lambda: str.maketrans(1,2))
t(lambda: str.maketrans('a',2))
t(lambda: str.maketrans('a','b',3))
t(lambda: str.maketrans({1.5:2}))
t(lambda: str.maketrans({'ab':2}))
t(lambda: str.maketrans())
t(lambda: str.maketrans(1,2,3,4))
t(lambda: str.maketrans({1:2},'a'))
t(lambda: str.maketrans('abc'))
t(lambda: str.maketrans([]))
t(lambda: itertools.zip_longest(x=1))
t(lambda: itertools.zip_longest([],fillvalue=1,x=1))
t(lambda: itertools.zip_longest(5))
t(lambda: itertools.zip_longest([],5))
t(lambda: zip(x=1))
t(lambda: zip(5))
t(lambda: map(x=1))
t(lambda: itertools.chain(x=1))
t(lambda: itertools.product(x=1))
t(lambda: itertools.zip_longest(fillvalue=1,x=1))


def multiply(left, right):
    left *= right
    return left


class Plain:
    pass


for left, right in [({1}, "x"), ({}, [1]), (None, [1]), (Plain(), [1]), (1.5, "b"), ("a", "b"), ([1], {1}), (frozenset(), (1,))]:
    t(lambda: multiply(left, right))
    t(lambda: left * right)
