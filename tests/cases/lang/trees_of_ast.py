"""Source to trees, trees to source and to code."""
import ast

SOURCE = '''\
@decorate(1)
class C[T: int = str](Base, metaclass=M):
    """doc"""
    x: int = 1

    async def f(self, a, /, b=2, *args: int, c, d=3, **kw) -> None:
        async with a as b, c:
            await x
        async for i in y:
            yield i
        return


def g(*, k):
    if a < b <= c:
        pass
    elif not a:
        x[1:2, ::3] = -y ** 2
    else:
        del x.y, z
    try:
        raise E from None
    except (A, B) as e:
        global q
    except:
        assert t, "m"
    else:
        lambda p, *r: (yield)
    finally:
        while True:
            break
    return f"a{b!r:>{w}}c{d=}" "e" rf"\\d{e}"


match v:
    case [1, *rest] | {"k": 2, **more} if more:
        a += 1
    case Point(x=0, y=None) as p:
        print(*a, b, key=1, **c)
    case _:
        from . import m as n, o
        import p.q
type Alias[*Ts, **P] = dict[str, int]
[i async for i in j if k]; {k: v for k, v in z}; {*a, 1}; (x := 5); f(i for i in j)
t"hi {name!s:>3}"; b"\\x00" b"1"; u"u"; 1_000; 0xff; 1e3; 2j; ...
'''


def positions(node):
    return [
        (type(n).__name__, n.lineno, n.col_offset, n.end_lineno, n.end_col_offset)
        for n in ast.walk(node)
        if hasattr(n, "lineno")
    ]


tree = ast.parse(SOURCE)
print(ast.dump(tree, indent=1))
for p in positions(tree):
    print(*p)
print(ast.unparse(tree))
print(ast.dump(ast.parse("x + 1", mode="eval")), ast.dump(ast.parse("x\n", mode="single")))
for text in ["(1, 'a', [2.5, None], {3: {4}})", "-1", "1 + 2j", "b'x'"]:
    print(ast.literal_eval(text))
for text in ["f()", "1 + x", "[x for x in y]"]:
    try:
        ast.literal_eval(text)
    except ValueError as e:
        print(str(e).partition(":")[0].partition(" on line")[0])


class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


tree = Doubler().visit(ast.parse("a = 1\n\nb = 'x'\nprint(a, b)\n\n\n1 / (a - 2)\n"))
try:
    exec(compile(tree, "made", "exec"))
except ZeroDivisionError as e:
    print(e.__traceback__.tb_next.tb_lineno)
made = ast.Module([ast.Expr(ast.Call(ast.Name("print", ast.Load()), [ast.Constant("made")], []))], [])
exec(compile(ast.fix_missing_locations(made), "made", "exec"))
print(eval(compile(ast.parse("6 * 7", mode="eval"), "made", "eval")))
for bad, mode in [(ast.parse("x"), "eval"), (ast.Module([ast.Expr(ast.Constant(1))], []), "exec")]:
    try:
        compile(bad, "bad", mode)
    except TypeError as e:
        print(e)
