"""Syntax trees that a program puts together wrongly."""

import ast
from ast import *

load, store = Load(), Store()
x, to_x = Name("x", load), Name("x", store)
no_args = arguments([], [], None, [], [], None, [])
one = Constant(1)


def attempt(node, mode="exec"):
    try:
        if isinstance(node, expr):
            node = Expr(node)
        tree = node if isinstance(node, mod) else Module([node], [])
        compile(fix_missing_locations(tree), "<tree>", mode)
        print("compiled")
    except (TypeError, ValueError, RecursionError, SyntaxError) as e:
        print(type(e).__name__, e)


loop = UnaryOp(Not(), one, lineno=1, col_offset=0)
loop.operand = loop
for node in (
    Name("x", store), Name("None", load), BoolOp(And(), [x]), BinOp(to_x, Add(), x), Dict([x], []), Dict([None], [x]), Set([None]),
    ListComp(x, []), ListComp(x, [comprehension(x, x, [], 0)]), Compare(x, [], []), Compare(x, [Eq()], [x, x]), Call(x, [to_x], []),
    Call(x, [], [keyword("a", to_x)]), Constant([1]), Constant((1, [2])), Attribute(to_x, "a", load), Starred(to_x, load),
    Lambda(no_args, to_x), Lambda(arguments([], [arg("a")], None, [], [], None, [x, x]), x),
    Lambda(arguments([], [], None, [arg("k")], [], None, []), x), NamedExpr(Attribute(x, "a", store), x), Name(3, load), Name("x", 3),
    BinOp(x, 3, x), BinOp(x, None, x), JoinedStr([3]), expr(), Call(x, 3, []), Yield(to_x),
):
    attempt(node)
for node in (
    FunctionDef("f", no_args, [], []), ClassDef("C", [], [], [], []), ClassDef("C", [to_x], [], [Pass()], []), Delete([]), Delete([x]),
    Assign([], x), Assign([x], x), AugAssign(x, Add(), x), AnnAssign(Attribute(x, "a", store), x, None, 1), For(x, x, [Pass()], []),
    For(to_x, x, [], []), While(x, [], []), If(x, [], []), With([], [Pass()]), With([withitem(x, x)], [Pass()]), Raise(None, x),
    Try([Pass()], [], [], []), Try([Pass()], [], [Pass()], [Pass()]), Try([Pass()], [ExceptHandler(None, None, [])], [], []), Import([]),
    ImportFrom("m", [alias("a")], -1), Global([]), Assert(to_x), Expr(None), Module([None], []), If(x, [None], []), Return(to_x),
    Match(x, []), Match(x, [match_case(MatchValue(x), None, [Pass()])]), Match(x, [match_case(MatchSingleton(3), None, [Pass()])]),
    Match(x, [match_case(MatchAs(None, "_"), None, [Pass()])]), Match(x, [match_case(MatchAs(MatchStar("a"), "b"), None, [Pass()])]),
    Match(x, [match_case(MatchOr([MatchAs()]), None, [Pass()])]), Match(x, [match_case(MatchMapping([one], [], None), None, [Pass()])]),
    Match(x, [match_case(MatchClass(one, [], [], []), None, [Pass()])]), Match(x, [match_case(MatchAs(), None, [])]),
    TypeAlias(x, [], x), TypeAlias(to_x, [TypeVar("None")], x), Expr(loop), Pass(lineno=5, end_lineno=2), 3,
):
    attempt(node)
attempt(Expression(to_x), "eval")
attempt(Interactive([Expr(to_x)]), "single")
attempt(Module([], []), "eval")
deep = x
for _ in range(300):
    deep = UnaryOp(Not(), deep)
attempt(deep)
print(eval(compile(fix_missing_locations(Expression(BinOp(one, Add(), one))), "<tree>", "eval")))
