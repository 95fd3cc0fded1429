"""What is C of `pickle` in CPython: its errors, buffers, and the two classes that programs use.

The classes are those that the library has in Python, with what the C ones do otherwise: they say more exactly what is wrong with a
pickle. They are made when they are first asked for, as the library's module imports this one before it has its own.
"""

from _pickle_buffer import PickleBuffer


class PickleError(Exception):
    pass


class PicklingError(PickleError):
    pass


class UnpicklingError(PickleError):
    pass


def __getattr__(name):
    if name not in ('Pickler', 'Unpickler', 'dump', 'dumps', 'load', 'loads'):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    _make()
    return globals()[name]


def _make():
    global Pickler, Unpickler, dump, dumps, load, loads
    import io
    import pickle

    class Pickler(pickle._Pickler):
        __module__ = '_pickle'

    class _Dispatch(dict):
        def __missing__(self, code):
            shown = chr(code) if 0x20 <= code <= 0x7e and code not in b"'\\" else f'\\x{code:02x}'
            raise UnpicklingError(f"invalid load key, '{shown}'.")

    class _Source(pickle._Unframer):
        """Bytes that are there: what is missing at the end is an error at once."""

        code = pickle._Unframer.read

        def read(self, n):
            return self._all(super().read(n), n)

        def readinto(self, buf):
            buf[:] = self.read(len(buf))
            return len(buf)

        def readline(self):
            line = super().readline()
            if not line.endswith(b'\n'):
                raise UnpicklingError('pickle data was truncated')
            return line

        def load_frame(self, size):
            if self.current_frame and self.current_frame.read() != b'':
                raise UnpicklingError('beginning of a new frame before end of current frame')
            self.current_frame = io.BytesIO(self._all(self.file_read(size), size))

        def _all(self, data, n):
            if len(data) < n:
                raise UnpicklingError('pickle data was truncated')
            return data

    class Unpickler(pickle._Unpickler):
        __module__ = '_pickle'

        dispatch = _Dispatch(pickle._Unpickler.dispatch)

        def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
            if not (hasattr(file, 'read') and hasattr(file, 'readline')):
                raise TypeError("file must have 'read' and 'readline' attributes")
            if buffers == ():
                buffers = None
            super().__init__(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)

        def load(self):
            if not hasattr(self, '_file_read'):
                name = type(self).__name__
                raise UnpicklingError(f'Unpickler.__init__() was not called by {name}.__init__()')
            source = self._unframer = _Source(self._file_read, self._file_readline)
            self.read, self.readinto, self.readline = source.read, source.readinto, source.readline
            self.metastack = []
            self.stack = []
            self.append = self.stack.append
            self.proto = 0
            code, dispatch = source.code, self.dispatch
            try:
                while True:
                    key = code(1)
                    if not key:
                        raise EOFError('Ran out of input')
                    dispatch[key[0]](self)
            except pickle._Stop as stop:
                return stop.value
            except IndexError as error:
                # one of a function that the pickle calls has that function's frame
                if error.__traceback__ is not None:
                    raise
                what = 'unexpected MARK found' if self.metastack else 'unpickling stack underflow'
                raise UnpicklingError(what) from None

        def persistent_load(self, pid):
            raise UnpicklingError('A load persistent id instruction was encountered, but no persistent_load function was specified.')

    def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)

    def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
        file = io.BytesIO()
        Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
        return file.getvalue()

    def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
        return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()

    def loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        file = io.BytesIO(data)
        return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()

    for function in dump, dumps, load, loads:
        function.__module__ = '_pickle'
        function.__qualname__ = function.__name__
        # a class that has it as an attribute does not make it a method
        globals()[function.__name__] = staticmethod(function)
