"""Values as bytes, in the format that CPython uses for compiled files.

Code is register code here, which that format has no place for: it is refused in both directions.
"""

import struct as _struct

version = 5
_DEEPEST = 2000
_REF = 0x80


class _Writer:
    def __init__(self, version, allow_code):
        self.version, self.allow_code = version, allow_code
        self.parts = []
        self.seen = {}  # id -> number and the object itself
        self.depth = 0

    def put(self, code, form='', *values):
        self.parts.append(code + _struct.pack('<' + form, *values))

    def simple(self, value):
        """Writes what is no object that could come twice."""
        for singleton, code in (None, b'N'), (StopIteration, b'S'), (..., b'.'), (False, b'F'), (True, b'T'):
            if value is singleton:
                self.put(code)
                return True
        return False

    def write(self, value):
        if self.simple(value):
            return
        if self.depth > _DEEPEST:
            raise ValueError('object too deeply nested to marshal')
        self.depth += 1
        if self.version >= 3:
            known = self.seen.get(id(value))
            if known is not None:
                self.put(b'r', 'I', known[0])
                self.depth -= 1
                return
            self.seen[id(value)] = len(self.seen), value
        start = len(self.parts)
        self.object(value, type(value))
        if self.version >= 3:
            first = self.parts[start]
            self.parts[start] = bytes([first[0] | _REF]) + first[1:]
        self.depth -= 1

    def object(self, value, kind):
        if kind is int:
            self.int(value)
        elif kind is float:
            self.put(b'g', 'd', value) if self.version > 1 else self.text_number(b'f', value)
        elif kind is complex:
            if self.version > 1:
                self.put(b'y', 'dd', value.real, value.imag)
            else:
                self.text_number(b'x', value.real)
                self.text_number(b'', value.imag)
        elif kind is str:
            self.str(value)
        elif kind is tuple:
            if self.version >= 4 and len(value) < 256:
                self.items(b')', 'B', value)
            else:
                self.items(b'(', 'I', value)
        elif kind is list:
            self.items(b'[', 'I', value)
        elif kind is dict:
            self.put(b'{')
            for key, item in value.items():
                self.write(key)
                self.write(item)
            self.put(b'0')
        elif kind is set or kind is frozenset:
            items = list(value)
            if len(items) > 1:
                items.sort(key=lambda item: dumps(item, self.version, allow_code=self.allow_code))
            self.items(b'<' if kind is set else b'>', 'I', items)
        elif kind is slice and self.version >= 5:
            self.put(b':')
            for part in value.start, value.stop, value.step:
                self.write(part)
        elif kind is type(_Writer.int.__code__):
            if not self.allow_code:
                raise ValueError('marshalling code objects is disallowed')
            raise ValueError('code objects of this engine cannot be marshalled')
        else:
            try:
                data = bytes(memoryview(value))
            except TypeError:
                raise ValueError('unmarshallable object') from None
            self.put(b's', f'I{len(data)}s', len(data), data)

    def items(self, code, form, items):
        self.put(code, form, len(items))
        for item in items:
            self.write(item)

    def text_number(self, code, number):
        text = f'{number:.17g}'.encode()
        self.put(code, f'B{len(text)}s', len(text), text)

    def int(self, value):
        if -1 << 31 <= value < 1 << 31:
            self.put(b'i', 'i', value)
            return
        rest, digits = abs(value), []
        while rest:
            digits.append(rest & 0x7fff)
            rest >>= 15
        self.put(b'l', f'i{len(digits)}H', -len(digits) if value < 0 else len(digits), *digits)

    def str(self, value):
        if self.version >= 4 and value.isascii():
            data = value.encode()
            short = len(data) < 256
            self.put(b'z' if short else b'a', f'{"B" if short else "I"}{len(data)}s', len(data), data)
        else:
            data = value.encode('utf-8', 'surrogatepass')
            self.put(b'u', f'I{len(data)}s', len(data), data)


class _Null:
    """Ends a dict."""


class _Reader:
    def __init__(self, read, allow_code):
        self.read, self.allow_code = read, allow_code
        self.refs = []
        self.depth = 0

    def bytes(self, n):
        if n < 0 or n > 0x7fffffff:
            raise ValueError('bad marshal data (bytes object size out of range)')
        data = self.read(n)
        if not isinstance(data, bytes):
            raise TypeError(f'file.read() returned not bytes but {type(data).__name__}')
        if len(data) < n:
            raise EOFError('marshal data too short')
        if len(data) > n:
            raise ValueError(f'read() returned too much data: {n} bytes requested, {len(data)} returned')
        return data

    def number(self, form):
        return _struct.unpack('<' + form, self.bytes(_struct.calcsize('<' + form)))[0]

    def count(self, what):
        n = self.number('i')
        if n < 0:
            raise ValueError(f'bad marshal data ({what} size out of range)')
        return n

    def value(self):
        value = self.any()
        if value is _Null:
            raise TypeError('NULL object in marshal data for object')
        return value

    def any(self):
        data = self.read(1)
        if not isinstance(data, bytes):
            raise TypeError(f'file.read() returned not bytes but {type(data).__name__}')
        if not data:
            raise EOFError('EOF read where object expected')
        code, flag = chr(data[0] & ~_REF), data[0] & _REF
        if self.depth > _DEEPEST:
            raise ValueError('recursion limit exceeded')
        self.depth += 1
        place = None
        if flag:
            place = len(self.refs)
            self.refs.append(_Null)
        value = self.object(code, place)
        if flag:
            self.refs[place] = value
        self.depth -= 1
        return value

    def made(self, place, value):
        """Something that may contain itself."""
        if place is not None:
            self.refs[place] = value
        return value

    def object(self, code, place):
        match code:
            case '0':
                return _Null
            case 'N':
                return None
            case 'S':
                return StopIteration
            case '.':
                return ...
            case 'F':
                return False
            case 'T':
                return True
            case 'i':
                return self.number('i')
            case 'I':
                return self.number('q')
            case 'l':
                return self.int()
            case 'f':
                return float(self.bytes(self.number('B')))
            case 'g':
                return self.number('d')
            case 'x':
                return complex(float(self.bytes(self.number('B'))), float(self.bytes(self.number('B'))))
            case 'y':
                return complex(self.number('d'), self.number('d'))
            case 's':
                return self.bytes(self.count('bytes object'))
            case 'u' | 't':
                return self.bytes(self.count('string')).decode('utf-8', 'surrogatepass')
            case 'a' | 'A':
                return self.bytes(self.count('string')).decode('latin-1')
            case 'z' | 'Z':
                return self.bytes(self.number('B')).decode('latin-1')
            case ')':
                return tuple([self.value() for _ in range(self.number('B'))])
            case '(':
                return tuple([self.value() for _ in range(self.count('tuple'))])
            case '[':
                items = self.made(place, [])
                for _ in range(self.count('list')):
                    items.append(self.value())
                return items
            case '{':
                items = self.made(place, {})
                while (key := self.any()) is not _Null and (value := self.any()) is not _Null:
                    items[key] = value
                return items
            case '<':
                items = self.made(place, set())
                for _ in range(self.count('set')):
                    items.add(self.value())
                return items
            case '>':
                return frozenset([self.value() for _ in range(self.count('set'))])
            case ':':
                return slice(self.value(), self.value(), self.value())
            case 'r':
                n = self.number('i')
                if not 0 <= n < len(self.refs) or self.refs[n] is _Null:
                    raise ValueError('bad marshal data (invalid reference)')
                return self.refs[n]
            case 'c':
                if not self.allow_code:
                    raise ValueError('unmarshalling code objects is disallowed')
                raise ValueError('code objects of CPython cannot be run by this engine')
        raise ValueError('bad marshal data (unknown type code)')

    def int(self):
        n = self.number('i')
        if not -0x7fffffff <= n <= 0x7fffffff:
            raise ValueError('bad marshal data (long size out of range)')
        value = 0
        digits = [self.number('H') for _ in range(abs(n))]
        for digit in reversed(digits):
            if digit > 0x7fff:
                raise ValueError('bad marshal data (digit out of range in long)')
            value = value << 15 | digit
        if digits and not digits[-1]:
            raise ValueError('bad marshal data (unnormalized long data)')
        return -value if n < 0 else value


def dumps(value, version=version, /, *, allow_code=True):
    """Return the bytes object that would be written to a file by dump(value, file)."""
    writer = _Writer(version, allow_code)
    try:
        writer.write(value)
    except RecursionError:
        raise ValueError('object too deeply nested to marshal') from None
    return b''.join(writer.parts)


def dump(value, file, version=version, /, *, allow_code=True):
    """Write the value on the open file."""
    return file.write(dumps(value, version, allow_code=allow_code))


def loads(bytes, /, *, allow_code=True):
    """Convert the bytes-like object to a value."""
    from io import BytesIO
    return _read(BytesIO(bytes).read, allow_code)


def load(file, /, *, allow_code=True):
    """Read one value from the open file and return it."""
    data = file.read(0)
    if not isinstance(data, bytes):
        raise TypeError(f'file.read() returned not bytes but {type(data).__name__}')
    return _read(file.read, allow_code)


def _read(read, allow_code):
    try:
        return _Reader(read, allow_code).value()
    except RecursionError:
        raise ValueError('recursion limit exceeded') from None
