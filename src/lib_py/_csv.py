"""CSV parsing and writing.
"""

# A line without quotes and escapes is split at once; only others are read character by character.

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
_limit = 131072


class Error(Exception):
    pass


def _char(name, value, optional):
    if value is None and optional:
        return None
    kind = 'a unicode character or None' if optional else 'a unicode character'
    if not isinstance(value, str):
        raise TypeError(f'"{name}" must be {kind}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be {kind}, not a string of length {len(value)}')
    return value


_UNSET = object()
_NAMES = ('delimiter', 'doublequote', 'escapechar', 'lineterminator', 'quotechar', 'quoting', 'skipinitialspace', 'strict')


class Dialect:
    __slots__ = tuple('_' + name for name in _NAMES)

    def __new__(cls, dialect=None, delimiter=_UNSET, doublequote=_UNSET, escapechar=_UNSET, lineterminator=_UNSET,
                quotechar=_UNSET, quoting=_UNSET, skipinitialspace=_UNSET, strict=_UNSET, **unknown):
        for name in unknown:
            raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        if quotechar is None and quoting is _UNSET:
            quoting = QUOTE_NONE
        given = (delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict)
        unset = _UNSET
        if dialect is not None:
            if isinstance(dialect, str):
                dialect = get_dialect(dialect)
            if type(dialect) is cls and all(value is unset for value in given):
                return dialect
            given = [getattr(dialect, name, unset) if value is unset else value for name, value in zip(_NAMES, given)]
        delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict = given
        self = super().__new__(cls)
        self._delimiter = delimiter = ',' if delimiter is unset else _char('delimiter', delimiter, False)
        self._doublequote = True if doublequote is unset else bool(doublequote)
        self._escapechar = escapechar = None if escapechar is unset else _char('escapechar', escapechar, True)
        if lineterminator is unset:
            lineterminator = '\r\n'
        elif not isinstance(lineterminator, str):
            raise TypeError(f'"lineterminator" must be a string, not {type(lineterminator).__name__}')
        self._lineterminator = lineterminator
        self._quotechar = quotechar = '"' if quotechar is unset else _char('quotechar', quotechar, True)
        if quoting is unset:
            quoting = QUOTE_MINIMAL if quotechar is not None else QUOTE_NONE
        elif type(quoting) is not int:
            raise TypeError(f'"quoting" must be an integer, not {type(quoting).__name__}')
        elif not 0 <= quoting <= 5:
            raise TypeError('bad "quoting" value')
        self._quoting = quoting
        self._skipinitialspace = skip = False if skipinitialspace is unset else bool(skipinitialspace)
        self._strict = False if strict is unset else bool(strict)
        if quoting != QUOTE_NONE and quotechar is None:
            raise TypeError('quotechar must be set if quoting enabled')
        for name, c, space_allowed in (('delimiter', delimiter, True), ('escapechar', escapechar, not skip),
                                       ('quotechar', quotechar, not skip)):
            if c is not None and (c in '\r\n' or c == ' ' and not space_allowed):
                raise ValueError(f'bad {name} value')
        pairs = (('delimiter', delimiter, 'escapechar', escapechar), ('delimiter', delimiter, 'quotechar', quotechar),
                 ('escapechar', escapechar, 'quotechar', quotechar))
        for a, x, b, y in pairs:
            if x is not None and x == y:
                raise ValueError(f'bad {a} or {b} value')
        for name, c in (('delimiter', delimiter), ('escapechar', escapechar), ('quotechar', quotechar)):
            if c is not None and c in lineterminator:
                raise ValueError(f'bad {name} or lineterminator value')
        return self

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle {type(self).__name__!r} instances")


def _attribute(name):
    slot = '_' + name

    def get(self):
        return getattr(self, slot)

    def refuse(self, value=None):
        raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")
    return property(get, refuse, refuse)


for _name in _NAMES:
    setattr(Dialect, _name, _attribute(_name))


def register_dialect(name, /, dialect='excel', **fmtparams):
    if not isinstance(name, str):
        raise TypeError('dialect name must be a string')
    _dialects[name] = Dialect(_known(dialect), **fmtparams)


def unregister_dialect(name):
    if _dialects.pop(name, None) is None:
        raise Error('unknown dialect')


def get_dialect(name):
    try:
        return _dialects[name]
    except KeyError:
        raise Error('unknown dialect') from None


def list_dialects():
    return list(_dialects)


def field_size_limit(new_limit=_UNSET):
    global _limit
    old = _limit
    if new_limit is not _UNSET:
        if type(new_limit) is not int:
            raise TypeError('limit must be an integer')
        _limit = new_limit
    return old


def _known(dialect):
    # without the module csv, its default dialect is not registered
    return None if dialect == 'excel' and 'excel' not in _dialects else dialect


# what the reader expects next
_RECORD, _FIELD, _ESCAPED, _PLAIN, _QUOTED, _ESCAPED_QUOTED, _QUOTE, _END, _ESCAPED_END = range(9)


class Reader:
    def __init__(self, iterable, dialect, fmtparams):
        self._lines = iter(iterable)
        self._dialect = d = Dialect(_known(dialect), **fmtparams)
        self._line_num = 0
        self._fields = []
        self._field = []
        self._state = _RECORD
        self._plain = True
        self._simple = not d._skipinitialspace and d._quoting in (QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONE)
        self._special = [c for c in (d._quotechar if d._quoting != QUOTE_NONE else None, d._escapechar) if c is not None]

    dialect = property(lambda self: self._dialect)
    line_num = property(lambda self: self._line_num)

    def __iter__(self):
        return self

    def _save(self):
        field = ''.join(self._field)
        self._field.clear()
        quoting = self._dialect._quoting
        if self._plain and quoting > QUOTE_ALL:
            if not field:
                if quoting >= QUOTE_STRINGS:
                    field = None
            elif quoting == QUOTE_NONNUMERIC or quoting == QUOTE_STRINGS:
                field = float(field)
        self._fields.append(field)

    def __next__(self):
        self._fields = []
        self._field.clear()
        self._plain = True
        self._state = _RECORD
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if self._field or self._state == _QUOTED:
                    if self._dialect._strict:
                        raise Error('unexpected end of data') from None
                    self._save()
                    break
                raise
            if self._fields is None:
                raise Error('iterator has already advanced the reader')
            if not isinstance(line, str):
                raise Error(f'iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)')
            self._line_num += 1
            if self._state == _RECORD and self._simple:
                body = line.rstrip('\r\n')
                if not any([c in body for c in self._special]) and '\r' not in body and '\n' not in body:
                    if len(body) <= _limit:
                        self._fields = None
                        if not body:
                            return []
                        return body.split(self._dialect._delimiter)
            self._read(line)
            if self._state == _RECORD:
                break
        fields, self._fields = self._fields, None
        return fields

    def _read(self, line):
        d = self._dialect
        delimiter, quotechar, escapechar = d._delimiter, d._quotechar, d._escapechar
        if d._quoting == QUOTE_NONE:
            quotechar = None
        state, field = self._state, self._field
        limit = _limit
        for c in [*line, None]:
            if state == _END:
                if c is None:
                    state = _RECORD
                elif c not in '\r\n':
                    raise Error("new-line character seen in unquoted field - do you need to open the file with newline=''?")
                continue
            if state == _RECORD:
                if c is None:
                    continue
                if c in '\r\n':
                    state = _END
                    continue
                state = _FIELD
            if state == _FIELD:
                self._plain = True
                if c is None or c in '\r\n':
                    self._save()
                    state = _RECORD if c is None else _END
                elif c == quotechar:
                    self._plain = False
                    state = _QUOTED
                elif c == escapechar:
                    state = _ESCAPED
                elif c == ' ' and d._skipinitialspace:
                    pass
                elif c == delimiter:
                    self._save()
                else:
                    field.append(c)
                    state = _PLAIN
            elif state == _ESCAPED:
                field.append('\n' if c is None else c)
                state = _ESCAPED_END if c is not None and c in '\r\n' else _PLAIN
            elif state == _PLAIN or state == _ESCAPED_END:
                if c is None and state == _ESCAPED_END:
                    continue
                state = _PLAIN
                if c is None or c in '\r\n':
                    self._save()
                    state = _RECORD if c is None else _END
                elif c == escapechar:
                    state = _ESCAPED
                elif c == delimiter:
                    self._save()
                    state = _FIELD
                else:
                    field.append(c)
            elif state == _QUOTED:
                if c is None:
                    pass
                elif c == escapechar:
                    state = _ESCAPED_QUOTED
                elif c == quotechar:
                    state = _QUOTE if d._doublequote else _PLAIN
                else:
                    field.append(c)
            elif state == _ESCAPED_QUOTED:
                field.append('\n' if c is None else c)
                state = _QUOTED
            elif c == quotechar and c is not None:
                field.append(c)
                state = _QUOTED
            elif c == delimiter:
                self._save()
                state = _FIELD
            elif c is None or c in '\r\n':
                self._save()
                state = _RECORD if c is None else _END
            elif not d._strict:
                field.append(c)
                state = _PLAIN
            else:
                raise Error(f"'{delimiter}' expected after '{quotechar}'")
            if len(field) > limit:
                raise Error(f'field larger than field limit ({limit})')
        self._state = state


class Writer:
    def __init__(self, fileobj, dialect, fmtparams):
        self._dialect = d = Dialect(_known(dialect), **fmtparams)
        write = getattr(fileobj, 'write', None)
        if not callable(write):
            raise TypeError('argument 1 must have a "write" method')
        self._write = write
        special = [d._delimiter, d._escapechar, d._quotechar, '\r', '\n', *d._lineterminator]
        self._special = {c for c in special if c is not None}

    dialect = property(lambda self: self._dialect)

    def _escaped(self, text):
        # with what has to be escaped or doubled; and whether quotes are needed
        d = self._dialect
        out, quoted = [], False
        for c in text:
            if c in self._special:
                escape = d._quoting == QUOTE_NONE
                if not escape:
                    if c == d._quotechar:
                        if d._doublequote:
                            out.append(c)
                        else:
                            escape = True
                    elif c == d._escapechar:
                        escape = True
                    if not escape:
                        quoted = True
                if escape:
                    if d._escapechar is None:
                        raise Error('need to escape, but no escapechar set')
                    out.append(d._escapechar)
            out.append(c)
        return ''.join(out), quoted

    def writerow(self, row, /):
        d = self._dialect
        quoting, special, quotechar = d._quoting, self._special, d._quotechar
        try:
            row = iter(row)
        except TypeError:
            raise Error(f'iterable expected, not {type(row).__name__}') from None
        out = []
        field = text = ''
        for field in row:
            if quoting == QUOTE_MINIMAL or quoting == QUOTE_NONE:
                quoted = False
            elif quoting == QUOTE_ALL:
                quoted = True
            elif quoting == QUOTE_STRINGS:
                quoted = isinstance(field, str)
            elif quoting == QUOTE_NOTNULL:
                quoted = field is not None
            else:
                quoted = not any([hasattr(type(field), name) for name in ('__index__', '__int__', '__float__')])
            text = field if isinstance(field, str) else '' if field is None else str(field)
            if not text and d._delimiter == ' ' and d._skipinitialspace:
                if quoting == QUOTE_NONE or field is None and quoting >= QUOTE_STRINGS:
                    raise Error('empty field must be quoted if delimiter is a space and skipinitialspace is true')
                quoted = True
            elif not special.isdisjoint(text):
                text, needed = self._escaped(text)
                quoted = quoted or needed
            out.append(f'{quotechar}{text}{quotechar}' if quoted else text)
        if out == ['']:
            if quoting == QUOTE_NONE or field is None and quoting >= QUOTE_STRINGS:
                raise Error('single empty field record must be quoted')
            out = [quotechar * 2]
        return self._write(d._delimiter.join(out) + d._lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


def reader(iterable, /, dialect='excel', **fmtparams):
    return Reader(iterable, dialect, fmtparams)


def writer(fileobj, /, dialect='excel', **fmtparams):
    return Writer(fileobj, dialect, fmtparams)


Reader.__name__ = Reader.__qualname__ = 'reader'
Writer.__name__ = Writer.__qualname__ = 'writer'
del _name
