"""Sets, dict views, dicts and lists combined at random: results and their order as CPython has them."""
class R:
    def __init__(self,s): self.s=s
    def __call__(self,n):
        self.s=(self.s*6364136223846793005+1442695040888963407)%2**64
        return (self.s>>33)%n
class K:
    def __init__(self,n): self.n=n
    def __hash__(self): return self.n%3
    def __eq__(self,o): return isinstance(o,K) and self.n==o.n
    def __repr__(self): return 'K%d'%self.n
def make(r,kind):
    n=r(40)
    if kind==0: return {r(60):r(3) for _ in range(n)}
    if kind==1: return {r(60)*97 for _ in range(n)}
    if kind==2: return frozenset([r(60) for _ in range(n)])
    if kind==3: return [r(60) for _ in range(n)]
    if kind==4: return {K(r(20)) for _ in range(n//3)}
    if kind==5: return {K(r(20)):1 for _ in range(n//3)}
    if kind==6: return {str(r(60)) for _ in range(n)}
for seed in range(150):
    r=R(seed+1000)
    a,b=make(r,r(7)),make(r,r(7))
    A=a.keys() if isinstance(a,dict) and r(2) else a.items() if isinstance(a,dict) and r(2) else a
    B=b.keys() if isinstance(b,dict) and r(2) else b.items() if isinstance(b,dict) and r(2) else b
    out=[]
    for op in (lambda:A&B,lambda:A|B,lambda:A-B,lambda:A^B,lambda:A<=B,lambda:A<B,lambda:A==B,lambda:A>=B,lambda:A.isdisjoint(B),lambda:A.union(B),lambda:A.intersection(B,b),lambda:A.difference(B),lambda:A.symmetric_difference(B),lambda:A.issubset(B),lambda:A.issuperset(B),lambda:set(A)-set(B),lambda:set(B),lambda:frozenset(A)|set(B),lambda:dict.fromkeys(A),lambda:sorted(A),lambda:set(A).copy(),lambda:list(A).index(5)):
        try: out.append(repr(op()))
        except Exception as e: out.append(type(e).__name__+str(e))
    print(seed, hash(tuple(out)))
