"""What a syntax tree has to be before it is compiled.

Invariant: whatever a program has put together, a tree is refused with the error that CPython has for it, and never walked by recursion:
what is to be looked at next stands on a list, first things last."""

from _ast import *
import _ast

_STRINGS = {"type_comment", "kind", "tag"}
_WITHOUT_FIELDS = (boolop, operator, unaryop, cmpop, expr_context)


def _kind(cls):
    """The class of the library that a node's class is or comes from."""
    return next((c for c in cls.__mro__ if vars(_ast).get(c.__name__) is c), None)


def _fields(cls, known={}):
    """(name, mode, type) for each field of a class of the library: mode is `*` for a list and `?` for what may be missing."""
    if cls not in known:
        known[cls] = []
        for name, kind in cls._field_types.items():
            mode = {"list": "*", "UnionType": "?"}.get(getattr(getattr(kind, "__origin__", type(kind)), "__name__", ""), "")
            if mode == "" and type(kind).__name__ == "Union":
                mode = "?"
            known[cls].append((name, mode, kind.__args__[0] if mode else kind))
    return known[cls]


def _place(node, sort):
    """Looks at the numbers that say where a node is."""
    place = []
    for name in sort._attributes:
        value = getattr(node, name, None)
        if value is None:
            if not name.startswith("end_") and not hasattr(node, name):
                raise TypeError(f'required field "{name}" missing from {sort.__name__}')
            if name.startswith("end_"):
                value = place[-2]
        if not isinstance(value, int):
            raise ValueError(f"invalid integer value: {value!r}")
        place.append(value)
    return place


def _check_simple(kind, field, value, owner):
    if kind is int:
        if not isinstance(value, int):
            raise ValueError(f"invalid integer value: {value!r}")
    elif kind is str and type(value) is not str:
        what = "string" if field in _STRINGS or owner is Interpolation else "identifier"
        raise TypeError(f"AST {what} must be of type str")


def _check_types(tree):
    """Every field is there and is of its type, and no node is a part of itself."""
    work, path = [(tree, mod)], set()
    while work:
        node, sort = work.pop()
        if sort is None:
            path.discard(node)
            continue
        if sort._attributes:
            _place(node, sort)
        cls = _kind(type(node)) if isinstance(node, AST) else None
        if cls is None or not issubclass(cls, sort) or cls is sort and not hasattr(cls, "_field_types"):
            raise TypeError(f"expected some sort of {sort.__name__}, but got {node!r}")
        if id(node) in path:
            raise RecursionError("maximum recursion depth exceeded during ast construction")
        path.add(id(node))
        work.append((id(node), None))
        below = []
        for name, mode, kind in _fields(cls):
            value = getattr(node, name, below)
            if value is below:
                if mode == "" and kind is not expr_context:
                    raise TypeError(f'required field "{name}" missing from {cls.__name__}')
                continue
            if mode == "*":
                if not isinstance(value, list):
                    raise TypeError(f'{cls.__name__} field "{name}" must be a list, not a {type(value).__name__}')
                items = value
            elif value is None and kind is not object and kind not in _WITHOUT_FIELDS:
                if mode == "":
                    if kind is int:
                        raise ValueError("invalid integer value: None")
                    raise ValueError(f"field '{name}' is required for {cls.__name__}")
                continue
            else:
                items = [value]
            for item in items:
                if item is None and kind is not object and mode == "*":
                    continue
                if kind in (int, str):
                    _check_simple(kind, name, item, cls)
                elif kind is not object:
                    below.append((item, kind))
        work.extend(reversed(below))


def _is_singleton(value):
    return value is None or value is True or value is False


def _name(name):
    if name in ("None", "True", "False"):
        raise ValueError(f"identifier field can't represent '{name}' constant")


def _capture(name):
    if name == "_":
        raise ValueError("can't capture name '_' in patterns")
    _name(name)


def _some(items, what, owner):
    if not items:
        raise ValueError(f"empty {what} on {owner}")


def _constant(value):
    work = [value]
    while work:
        value = work.pop()
        if type(value) in (tuple, frozenset):
            work.extend(value)
        elif value is not None and value is not ... and type(value) not in (int, float, complex, bool, str, bytes):
            raise TypeError(f"got an invalid type in Constant: {type(value).__name__}")


def _number(node, real, imaginary):
    return isinstance(node, Constant) and (real and type(node.value) in (int, float) or imaginary and type(node.value) is complex)


def _negative(node, imaginary):
    return isinstance(node, UnaryOp) and isinstance(node.op, USub) and _number(node.operand, True, imaginary)


def _literal(node):
    """The value of a pattern, or a key."""
    if isinstance(node, Constant):
        if type(node.value) not in (int, float, bytes, complex, str):
            raise ValueError("unexpected constant inside of a literal pattern")
    elif isinstance(node, (UnaryOp, BinOp)):
        complex_ = (isinstance(node, BinOp) and isinstance(node.op, (Add, Sub))
                    and (_number(node.left, True, False) or _negative(node.left, False)) and _number(node.right, False, True))
        if not _negative(node, True) and not complex_:
            raise ValueError("patterns may only match literals and attribute lookups")
    elif not isinstance(node, (Attribute, JoinedStr, TemplateStr)):
        raise ValueError("patterns may only match literals and attribute lookups")


class _Walk:
    """The nodes that are still to be looked at, each with what it has to be."""

    def __init__(self):
        self.work = []

    def run(self, tree):
        if isinstance(tree, Expression):
            self.work = self.expr(tree.body)
        elif isinstance(tree, FunctionType):
            self.work = self.exprs(tree.argtypes) + self.expr(tree.returns)
        else:
            self.work = self.stmts(tree.body)
        self.work.reverse()
        while self.work:
            check, *args = self.work.pop()
            self.work.extend(reversed(check(*args) or ()))

    # ---- lists of what is to be done

    def expr(self, node, ctx=Load):
        return [] if node is None else [(self.one_expr, node, ctx)]

    def exprs(self, nodes, ctx=Load, none=False):
        return [(self.one_of, node, ctx, none) for node in nodes]

    def one_of(self, node, ctx, none):
        if node is None:
            if not none:
                raise ValueError("None disallowed in expression list")
            return ()
        return self.one_expr(node, ctx)

    def stmts(self, nodes):
        return [(self.one_stmt, node) for node in nodes]

    def body(self, nodes, owner):
        _some(nodes, "body", owner)
        return self.stmts(nodes)

    def position(self, node):
        line, column, end_line, end_column = _place(node, type(node))
        if line > end_line:
            raise ValueError(f"AST node line range ({line}, {end_line}) is not valid")
        if line < 0 and end_line != line or column < 0 and column != end_column:
            raise ValueError(f"AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid")
        if line == end_line and column > end_column:
            raise ValueError(f"line {line}, column {column}-{end_column} is not a valid range")

    def comprehensions(self, generators):
        if not generators:
            raise ValueError("comprehension with no generators")
        return [task for g in generators for task in (*self.expr(g.target, Store), *self.expr(g.iter), *self.exprs(g.ifs))]

    def keywords(self, keywords):
        return [task for k in keywords for task in self.expr(k.value)]

    def args(self, args):
        out = []
        for one in args:
            if one is not None:
                self.position(one)
                out += self.expr(one.annotation)
        return out

    def arguments(self, a):
        out = self.args(a.posonlyargs) + self.args(a.args) + self.args([a.vararg]) + self.args(a.kwonlyargs) + self.args([a.kwarg])
        return out + [(self.defaults, a)]

    def defaults(self, a):
        if len(a.defaults) > len(a.args) + len(a.posonlyargs):
            raise ValueError("more positional defaults than args on arguments")
        if len(a.kw_defaults) != len(a.kwonlyargs):
            raise ValueError("length of kwonlyargs is not the same as kw_defaults on arguments")
        return self.exprs(a.defaults) + self.exprs(a.kw_defaults, none=True)

    def type_params(self, params):
        out = []
        for p in params:
            self.position(p)
            _name(p.name)
            out += self.expr(getattr(p, "bound", None)) + self.expr(p.default_value)
        return out

    # ---- one node

    def one_expr(self, e, ctx):
        self.position(e)
        actual = type(getattr(e, "ctx", None)) if isinstance(e, (Attribute, Subscript, Starred, Name, List, Tuple)) else None
        if isinstance(e, Name):
            _name(e.id)
        if actual is type(None):
            actual = Load
        if actual is None:
            if ctx is not Load:
                raise ValueError(f"expression which can't be assigned to in {ctx.__name__} context")
        elif actual is not ctx:
            raise ValueError(f"expression must have {ctx.__name__} context but has {actual.__name__} instead")
        match e:
            case BoolOp():
                if len(e.values) < 2:
                    raise ValueError("BoolOp with less than 2 values")
                return self.exprs(e.values)
            case Lambda():
                return self.arguments(e.args) + self.expr(e.body)
            case Dict():
                if len(e.keys) != len(e.values):
                    raise ValueError("Dict doesn't have the same number of keys as values")
                return self.exprs(e.keys, none=True) + self.exprs(e.values)
            case ListComp() | SetComp() | GeneratorExp():
                return self.comprehensions(e.generators) + self.expr(e.elt)
            case DictComp():
                return self.comprehensions(e.generators) + self.expr(e.key) + self.expr(e.value)
            case Compare():
                if not e.comparators:
                    raise ValueError("Compare with no comparators")
                if len(e.comparators) != len(e.ops):
                    raise ValueError("Compare has a different number of comparators and operands")
                return self.exprs(e.comparators) + self.expr(e.left)
            case Call():
                return self.expr(e.func) + self.exprs(e.args) + self.keywords(e.keywords)
            case Constant():
                _constant(e.value)
                return ()
            case Starred():
                return self.expr(e.value, ctx)
            case List() | Tuple():
                return self.exprs(e.elts, ctx)
            case NamedExpr():
                if not isinstance(e.target, Name):
                    raise TypeError("NamedExpr target must be a Name")
                return self.expr(e.value)
            case Set() | JoinedStr() | TemplateStr():
                return self.exprs(e.elts if isinstance(e, Set) else e.values)
            case Subscript():
                return self.expr(e.slice) + self.expr(e.value)
        fields = [getattr(e, name, None) for name, _, kind in _fields(_kind(type(e))) if kind is expr]
        return [task for f in fields for task in self.expr(f)]

    def one_stmt(self, s):
        if s is None:
            raise ValueError("None disallowed in statement list")
        self.position(s)
        owner = _kind(type(s)).__name__
        match s:
            case FunctionDef() | AsyncFunctionDef():
                return (self.body(s.body, owner) + self.type_params(s.type_params) + self.arguments(s.args)
                        + self.exprs(s.decorator_list) + self.expr(s.returns))
            case ClassDef():
                return (self.body(s.body, owner) + self.type_params(s.type_params) + self.exprs(s.bases)
                        + self.keywords(s.keywords) + self.exprs(s.decorator_list))
            case Delete():
                _some(s.targets, "targets", owner)
                return self.exprs(s.targets, Del)
            case Assign():
                _some(s.targets, "targets", owner)
                return self.exprs(s.targets, Store) + self.expr(s.value)
            case AugAssign():
                return self.expr(s.target, Store) + self.expr(s.value)
            case AnnAssign():
                if not isinstance(s.target, Name) and s.simple:
                    raise TypeError("AnnAssign with simple non-Name target")
                return self.expr(s.target, Store) + self.expr(s.value) + self.expr(s.annotation)
            case TypeAlias():
                if not isinstance(s.name, Name):
                    raise TypeError("TypeAlias with non-Name name")
                return self.expr(s.name, Store) + self.type_params(s.type_params) + self.expr(s.value)
            case For() | AsyncFor():
                return self.expr(s.target, Store) + self.expr(s.iter) + self.body(s.body, owner) + self.stmts(s.orelse)
            case While() | If():
                return self.expr(s.test) + self.body(s.body, owner) + self.stmts(s.orelse)
            case With() | AsyncWith():
                _some(s.items, "items", owner)
                items = [task for i in s.items for task in self.expr(i.context_expr) + self.expr(i.optional_vars, Store)]
                return items + self.body(s.body, owner)
            case Match():
                _some(s.cases, "cases", owner)
                return self.expr(s.subject) + [task for c in s.cases for task in (
                    (self.pattern, c.pattern, False), *self.expr(c.guard), *self.body(c.body, "match_case"))]
            case Raise():
                if s.exc is None and s.cause is not None:
                    raise ValueError("Raise with cause but no exception")
                return self.expr(s.exc) + self.expr(s.cause)
            case Try() | TryStar():
                return self.body(s.body, owner) + self.handlers(s, owner)
            case Import() | ImportFrom() | Global() | Nonlocal():
                if isinstance(s, ImportFrom) and (s.level or 0) < 0:
                    raise ValueError("Negative ImportFrom level")
                _some(s.names, "names", owner)
                return ()
        fields = [getattr(s, name, None) for name, _, kind in _fields(_kind(type(s))) if kind is expr]
        return [task for f in fields for task in self.expr(f)]

    def handlers(self, s, owner):
        if not s.handlers and not s.finalbody:
            raise ValueError(f"{owner} has neither except handlers nor finalbody")
        if not s.handlers and s.orelse:
            raise ValueError(f"{owner} has orelse but no except handlers")
        out = []
        for h in s.handlers:
            self.position(h)
            out += self.expr(h.type) + self.body(h.body, "ExceptHandler")
        return out + self.stmts(s.finalbody) + self.stmts(s.orelse)

    def patterns(self, patterns, star):
        return [(self.pattern, p, star) for p in patterns]

    def value(self, node):
        return [(self.one_expr, node, Load), (_literal, node)]

    def pattern(self, p, star):
        self.position(p)
        match p:
            case MatchValue():
                return self.value(p.value)
            case MatchSingleton():
                if not _is_singleton(p.value):
                    raise ValueError("MatchSingleton can only contain True, False and None")
            case MatchSequence():
                return self.patterns(p.patterns, True)
            case MatchMapping():
                if len(p.keys) != len(p.patterns):
                    raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
                if p.rest is not None:
                    _capture(p.rest)
                keys = [k for k in p.keys if not (isinstance(k, Constant) and _is_singleton(k.value))]
                return [task for k in keys for task in self.value(k)] + self.patterns(p.patterns, False)
            case MatchClass():
                if len(p.kwd_attrs) != len(p.kwd_patterns):
                    raise ValueError("MatchClass doesn't have the same number of keyword attributes as patterns")
                return [*self.expr(p.cls), (self.class_of, p)]
            case MatchStar():
                if not star:
                    raise ValueError("can't use MatchStar here")
                if p.name is not None:
                    _capture(p.name)
            case MatchAs():
                if p.name is not None:
                    _capture(p.name)
                if p.pattern is not None:
                    if p.name is None:
                        raise ValueError("MatchAs must specify a target name if a pattern is given")
                    return self.patterns([p.pattern], False)
            case MatchOr():
                if len(p.patterns) < 2:
                    raise ValueError("MatchOr requires at least 2 patterns")
                return self.patterns(p.patterns, False)

    def class_of(self, p):
        cls = p.cls
        while isinstance(cls, Attribute):
            cls = cls.value
        if not isinstance(cls, Name):
            raise ValueError("MatchClass cls field can only contain Name or Attribute nodes.")
        for name in p.kwd_attrs:
            _name(name)
        return self.patterns(p.patterns, False) + self.patterns(p.kwd_patterns, False)


def check(tree):
    """Raises if the tree cannot be compiled."""
    _check_types(tree)
    _Walk().run(tree)
