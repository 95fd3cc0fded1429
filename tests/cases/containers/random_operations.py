"""Random operations on a list, a dict and a set: every result, error and order as CPython has them."""
class R:
    def __init__(self,s): self.s=s
    def __call__(self,n):
        self.s=(self.s*6364136223846793005+1442695040888963407)%2**64
        return (self.s>>33)%n
def run(seed):
    r=R(seed); l=[]; d={}; s=set(); out=[]
    def num(): return [r(10)-5, r(100), None][r(3)]
    for step in range(400):
        op=r(22)
        try:
            if op==0: l.append(r(50))
            elif op==1: l.insert(r(30)-15, r(50))
            elif op==2: out.append(l.pop(r(12)-6))
            elif op==3: l[num():num()]=[r(9) for _ in range(r(5))]
            elif op==4: l[num():num():r(5)-2]=[r(9) for _ in range(r(4))]
            elif op==5: del l[num():num():r(7)-3]
            elif op==6: out.append(l[num():num():r(7)-3])
            elif op==7: l.extend(range(r(6)))
            elif op==8: l.sort(key=lambda x:-(x%7)); 
            elif op==9: l.reverse()
            elif op==10: out.append(l.index(r(9), r(10)-5, r(20)))
            elif op==11: l.remove(r(9))
            elif op==12: d[r(40)]=step
            elif op==13: out.append(d.pop(r(40)))
            elif op==14: out.append(d.popitem())
            elif op==15: d.update({r(40):1 for _ in range(4)}); out.append(list(d))
            elif op==16: d=d|{r(40):2}; out.append(list(reversed(d.items()))[:4])
            elif op==17: s.add(r(200)*r(1000)); s.add(str(r(30)))
            elif op==18: out.append(s.pop())
            elif op==19: s.symmetric_difference_update(range(r(60),r(90))); 
            elif op==20: s.difference_update(range(r(60),r(90),3)); s|={r(10**9)}
            elif op==21: s.intersection_update(list(s)[r(4):]); out.append(list(s)[:8])
        except Exception as e: out.append((type(e).__name__, str(e)))
        if step%50==0: out.append((tuple(l), tuple(d.items()), tuple(s)))
        if len(l)>60: del l[20:]
        if len(s)>150: s=set(list(s)[:40])
    return repr(out)
for seed in range(40):
    t=run(seed); print(seed, len(t), hash(t))
