import contextvars

plain = contextvars.ContextVar("plain")
named = contextvars.ContextVar("named", default="nobody")
print(plain.name, named.get(), plain.get("given"))
try:
    plain.get()
except LookupError as e:
    print(type(e).__name__, e.args[0] is plain)

token = named.set("ada")
print(named.get(), token.var is named, token.old_value is contextvars.Token.MISSING, contextvars.Token.MISSING)
inner = named.set("bob")
print(inner.old_value)
named.reset(inner)
print(named.get())
for again in (inner, contextvars.ContextVar("other").set(1)):
    try:
        named.reset(again)
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, str(e).split(">")[-1])
named.reset(token)
print(named.get())


def change(value, *, also=None):
    named.set(value)
    if also is not None:
        plain.set(also)
    return named.get(), plain.get(None)


context = contextvars.copy_context()
print(context.run(change, "carol", also=3), named.get(), plain.get(None))
print(context[named], context.get(plain), plain in context, len(context) >= 2)
print(sorted((v.name, x) for v, x in context.items() if v in (named, plain)))
twin = context.copy()
twin.run(change, "dave")
print(context[named], twin[named])
try:
    context.run(lambda: context.run(print))
except RuntimeError as e:
    print(str(e).split(":")[0], str(e).split(" ")[-3:])
try:
    context["named"]
except TypeError as e:
    print(e)
try:
    contextvars.Context()[named]
except KeyError as e:
    print(e.args[0] is named)


def fail():
    named.set("lost")
    raise ValueError("out of the context")


try:
    context.run(fail)
except ValueError as e:
    print(e, named.get(), context[named])
with named.set("for a while"):
    print(named.get())
print(named.get())
try:
    contextvars.ContextVar(3)
except TypeError as e:
    print(e)
