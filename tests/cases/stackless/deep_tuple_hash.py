t = ()
for _ in range(100):
    t = (t,)
u = ()
for _ in range(100):
    u = (u,)
print(hash(t) == hash(u), t == u, {t: 1}[u])
