"""Every tool of itertools, and its errors."""
from itertools import *
print(list(islice(count(3),4)), list(islice(count(0,0.5),3)), count(5), count(1,2), repeat(3,2), list(repeat('a',3)), list(islice(cycle('ab'),5)))
print(list(chain([1],(2,),'ab')), list(chain.from_iterable([[1],[2,3]])), list(pairwise('abcd')), list(batched('abcdefg',3)), list(zip_longest([1,2,3],'a',fillvalue='-')))
print([(k,list(g)) for k,g in groupby('aabbbc')], [(k,list(g)) for k,g in groupby([1,2,3,4,6], key=lambda x:x%2)], [k for k,g in groupby('aab')])
a,b=tee([1,2,3]); print(next(a),list(b),list(a)); print(tee([],0), len(tee([1],3)))
print(list(product('ab',[1,2])), list(product([0,1],repeat=3)), list(product()), list(permutations('abc',2)), list(permutations([1,2,3])), list(combinations('abcd',2)), list(combinations_with_replacement('abc',2)))
print(list(islice('abcdefg',2)), list(islice('abcdefg',2,None)), list(islice('abcdefg',1,6,2)), list(islice([1,2],5,3)))
it=iter(range(10)); print(list(islice(it,2,5)), next(it)); it=iter(range(10)); list(islice(it,5,3)); print(next(it))
print(list(takewhile(lambda x:x<3,[1,2,3,1])), list(dropwhile(lambda x:x<3,[1,2,3,1])), list(filterfalse(lambda x:x%2,range(6))), list(compress('abcd',[1,0,1,1])), list(starmap(pow,[(2,3),(3,2)])), list(accumulate([1,2,3])), list(accumulate([1,2,3],lambda a,b:a*b,initial=5)))
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
t(lambda: islice([1],-1)); t(lambda: islice([1])); t(lambda: islice([1],1,2,0)); t(lambda: batched('a',0)); t(lambda: list(batched('abc',2,strict=True))); t(lambda: count('a')); t(lambda: permutations([1],-1)); t(lambda: combinations([1],-1)); t(lambda: product([1],repeat=-1)); t(lambda: tee([1],-1)); t(lambda: repeat(1,'a')); t(lambda: list(chain([1],2)));t(lambda: list(starmap(pow,[1]))); t(lambda: groupby()); t(lambda: zip_longest(1)); t(lambda: cycle()); t(lambda: pairwise(1)); t(lambda: accumulate(1))
