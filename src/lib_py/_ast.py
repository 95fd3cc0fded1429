"""The classes of syntax trees. `compile()` makes trees of them from source, and code from them by way of their source."""

PyCF_ONLY_AST = 1024
PyCF_TYPE_COMMENTS = 4096
PyCF_ALLOW_TOP_LEVEL_AWAIT = 8192
PyCF_OPTIMIZED_AST = 33792


class AST:
    # a node of a syntax tree

    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        if len(args) > len(fields):
            plural = "s" if len(fields) != 1 else ""
            raise TypeError(f"{type(self).__name__} constructor takes at most {len(fields)} positional argument{plural}")
        for name, value in zip(fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in fields[: len(args)]:
                raise TypeError(f"{type(self).__name__} got multiple values for argument '{name}'")
            if name not in fields and name not in self._attributes:
                _deprecated(
                    f"{type(self).__name__}.__init__ got an unexpected keyword argument '{name}'. "
                    "Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                )
            setattr(self, name, value)
        for name in fields[len(args) :]:
            if name not in kwargs:
                if name in type(self)._lists:
                    setattr(self, name, [])
                elif name == "ctx":
                    self.ctx = _only(Load)
                elif hasattr(type(self), "_field_types"):
                    self._leave_out(name)

    _lists = ()

    def _leave_out(self, name):
        """What a field is that no argument was given for."""
        cls, types = type(self).__name__, self._field_types
        if name not in types:
            _deprecated(f"Field {name!r} is missing from {cls}._field_types. This will become an error in Python 3.15.")
        elif getattr(types[name], "__origin__", None) is list:
            setattr(self, name, [])
        elif not isinstance(types[name], type(int | None)):
            _deprecated(
                f"{cls}.__init__ missing 1 required positional argument: {name!r}. "
                "This will become an error in Python 3.15."
            )

    def __reduce__(self):
        return type(self), (), self.__dict__

    def __replace__(self, /, **changes):
        cls, known = type(self), (*self._fields, *self._attributes)
        for name in changes:
            if name not in known:
                raise TypeError(f"{cls.__name__}.__replace__ got an unexpected keyword argument {name!r}.")
        given = {name: self.__dict__[name] for name in known if name in self.__dict__} | changes
        missing = [repr(name) for name in self._fields if name not in given and not hasattr(cls, name)]
        if missing:
            plural = "s" if len(missing) > 1 else ""
            raise TypeError(f"{cls.__name__}.__replace__ missing {len(missing)} keyword argument{plural}: {', '.join(missing)}.")
        return cls(**given)

    def __repr__(self):
        return _show(self, 3)


def _show(value, depth):
    """A representation of bounded depth; of a long list it has the first and the last item."""
    if isinstance(value, list):
        shown = [_show(v, depth) for v in (value if len(value) <= 2 else (value[0], value[-1]))]
        if len(value) > 2:
            shown.insert(1, "...")
        return f"[{', '.join(shown)}]"
    if not isinstance(value, AST):
        return repr(value)
    name = type(value).__name__
    if depth <= 0:
        return f"{name}(...)"
    return f"{name}({', '.join(f'{f}={_show(getattr(value, f), depth - 1)}' for f in value._fields)})"


def _deprecated(message):
    import warnings

    warnings.warn(message, DeprecationWarning, skip_file_prefixes=(__file__,))


_singletons = {}


def _only(cls):
    """The one instance of a class without fields."""
    if cls not in _singletons:
        _singletons[cls] = cls()
    return _singletons[cls]


# one line for each kind of node: its name and its kinds of content; *: a list, ?: may be missing
_KINDS = """mod: Module(*body *type_ignores) Interactive(*body) Expression(body) FunctionType(*argtypes returns)
stmt@: FunctionDef(name args *body *decorator_list ?returns ?type_comment *type_params)
stmt@: AsyncFunctionDef(name args *body *decorator_list ?returns ?type_comment *type_params)
stmt@: ClassDef(name *bases *keywords *body *decorator_list *type_params) Return(?value) Delete(*targets)
stmt@: Assign(*targets value ?type_comment) TypeAlias(name *type_params value) AugAssign(target op value)
stmt@: AnnAssign(target annotation ?value simple) For(target iter *body *orelse ?type_comment)
stmt@: AsyncFor(target iter *body *orelse ?type_comment) While(test *body *orelse) If(test *body *orelse)
stmt@: With(*items *body ?type_comment) AsyncWith(*items *body ?type_comment) Match(subject *cases) Raise(?exc ?cause)
stmt@: Try(*body *handlers *orelse *finalbody) TryStar(*body *handlers *orelse *finalbody) Assert(test ?msg) Import(*names)
stmt@: ImportFrom(?module *names ?level) Global(*names) Nonlocal(*names) Expr(value) Pass() Break() Continue()
expr@: BoolOp(op *values) NamedExpr(target value) BinOp(left op right) UnaryOp(op operand) Lambda(args body) IfExp(test body orelse)
expr@: Dict(*keys *values) Set(*elts) ListComp(elt *generators) SetComp(elt *generators) DictComp(key value *generators)
expr@: GeneratorExp(elt *generators) Await(value) Yield(?value) YieldFrom(value) Compare(left *ops *comparators)
expr@: Call(func *args *keywords) FormattedValue(value conversion ?format_spec) Interpolation(value str conversion ?format_spec)
expr@: JoinedStr(*values) TemplateStr(*values) Constant(value ?kind) Attribute(value attr ctx) Subscript(value slice ctx)
expr@: Starred(value ctx) Name(id ctx) List(*elts ctx) Tuple(*elts ctx) Slice(?lower ?upper ?step)
expr_context: Load() Store() Del()
boolop: And() Or()
operator: Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
unaryop: Invert() Not() UAdd() USub()
cmpop: Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()
AST: comprehension(target iter *ifs is_async) arguments(*posonlyargs *args ?vararg *kwonlyargs *kw_defaults ?kwarg *defaults)
AST: withitem(context_expr ?optional_vars) match_case(pattern ?guard *body)
excepthandler@: ExceptHandler(?type ?name *body)
AST@: arg(arg ?annotation ?type_comment) keyword(?arg value) alias(name ?asname)
pattern@: MatchValue(value) MatchSingleton(value) MatchSequence(*patterns) MatchMapping(*keys *patterns ?rest)
pattern@: MatchClass(cls *patterns *kwd_attrs *kwd_patterns) MatchStar(?name) MatchAs(?pattern ?name) MatchOr(*patterns)
type_ignore: TypeIgnore(lineno tag)
type_param@: TypeVar(name ?bound ?default_value) ParamSpec(name ?default_value) TypeVarTuple(name ?default_value)"""

_PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def _class(name, base, place, fields):
    names = tuple(f.lstrip("*?") for f in fields)
    space = {"__module__": "ast", "_fields": names, "__match_args__": names, "_lists": frozenset(f[1:] for f in fields if f[0] == "*")}
    if place:
        space["_attributes"] = _PLACE
        space["end_lineno"] = space["end_col_offset"] = None
    for f in fields:
        if f[0] == "?":
            space[f[1:]] = None
    globals()[name] = type(name, (base,), space)


def _make():
    for line in _KINDS.splitlines():
        base, _, rest = line.partition(": ")
        place = base.endswith("@")
        base = base.rstrip("@")
        if base not in globals():
            _class(base, AST, place, [])
        for one in rest.split(") "):
            name, _, fields = one.rstrip(")").partition("(")
            _class(name, globals()[base], place, fields.split())


def _text_and_places(tree):
    """The source of a tree, and (class, lineno, col_offset, end_lineno, end_col_offset) of each node that has a place, parts first."""
    import ast
    from _ast_check import check

    check(tree)
    places = []
    work = [tree]
    while work:
        node = work.pop()
        if isinstance(node, tuple):
            places.append(node)
        elif isinstance(node, list):
            work.extend(reversed(node))
        elif isinstance(node, AST):
            name = type(node).__name__
            if node._attributes:
                place = []
                for a in _PLACE:
                    value = getattr(node, a, None)
                    place.append(place[-2] if value is None else value)
                work.append((name, *place))
            work.extend(getattr(node, f, None) for f in reversed(node._fields))
    text = ast.unparse(tree)
    # what is typed ends with an empty line
    return text + "\n" if isinstance(tree, ast.Interactive) else text, places


# types of fields that are no expressions, by class where classes differ
_FIELD_TYPES = """str: name type_comment id attr module asname arg kind rest kwd_attrs tag Global.names Nonlocal.names
int: level is_async simple conversion lineno
object: Constant.value MatchSingleton.value Interpolation.str
alias: names
arg: vararg kwarg posonlyargs kwonlyargs arguments.args
arguments: FunctionDef.args AsyncFunctionDef.args Lambda.args
boolop: BoolOp.op
operator: op
unaryop: UnaryOp.op
cmpop: ops
comprehension: generators
excepthandler: handlers
expr: TypeAlias.name Expression.body Lambda.body IfExp.body IfExp.orelse
expr_context: ctx
keyword: keywords
match_case: cases
pattern: pattern patterns kwd_patterns
stmt: body orelse finalbody
type_ignore: type_ignores
type_param: type_params
withitem: items"""


def _add_types():
    import builtins

    types = {}
    for line in _FIELD_TYPES.splitlines():
        name, _, fields = line.partition(": ")
        for field in fields.split():
            types[field] = globals().get(name) or getattr(builtins, name)
    for line in _KINDS.splitlines():
        for one in line.partition(": ")[2].split(") "):
            name, _, fields = one.rstrip(")").partition("(")
            found = {}
            for f in fields.split():
                plain = f.lstrip("*?")
                kind = types.get(f"{name}.{plain}") or types.get(plain, expr)
                found[plain] = list[kind] if f[0] == "*" else kind | None if f[0] == "?" else kind
            globals()[name]._field_types = found
            globals()[name].__doc__ = name + (f"({', '.join(_shown(name, f, found) for f in fields.split())})" if found else "")
    for base in AST.__subclasses__():
        if kinds := base.__subclasses__():
            between = " | " if kinds[0] in _singletons or not kinds[0]._fields else f"\n{' ' * len(base.__name__)} | "
            base.__doc__ = f"{base.__name__} = {between.join(kind.__doc__ for kind in kinds)}"


def _shown(owner, field, types):
    """A field as the grammar of trees has it."""
    plain = field.lstrip("*?")
    kind = types[plain] if field == plain else types[plain].__args__[0]
    name = {"str": "string" if plain in ("type_comment", "kind", "tag") else "identifier", "object": "constant"}.get(
        kind.__name__, kind.__name__)
    return f"{name}{'?' if (owner, plain) in (('Dict', 'keys'), ('arguments', 'kw_defaults')) else ''}{field.removesuffix(plain)} {plain}"


AST.__module__ = "ast"
_make()
_add_types()
del _class, _make, _add_types, _shown, _KINDS, _FIELD_TYPES
