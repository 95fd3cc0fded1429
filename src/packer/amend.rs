//! Corrections that the 3.14 series made to library modules after the crate's copy was taken, where programs can see them, changes
//! for what is not there at all, and what CPython's C twin of a module says where the Python module says something else.
//!
//! Invariants: a text to be corrected occurs in the module, or the build fails, so a newer copy of the library tells which corrections
//! it has already. Every occurrence is corrected. Lines stay where the series has them, for tracebacks.

use super::twins;

/// Before and after.
pub(super) type Change = (&'static str, &'static str);

/// The module's source with its corrections.
pub fn amend(name: &str, source: String) -> String {
    let changes = AMENDED.iter().filter(|(module, _)| *module == name).flat_map(|(_, changes)| changes.iter());
    let amended = changes.fold(source, |text, (old, new)| {
        assert!(text.contains(old), "{name}: nothing to correct: {old}");
        text.replace(old, new)
    });
    let moved = MOVED.iter().filter(|(module, ..)| *module == name);
    moved.fold(amended, |text, (_, line, n)| {
        assert!(text.contains(line), "{name}: nothing to move: {line}");
        text.replace(line, &("\n".repeat(*n) + line))
    })
}

/// What stands lower in the series, by so many lines: tracebacks name them.
static MOVED: &[(&str, &str, usize)] = &[
    ("hmac", "class HMAC:\n", 21),
    ("logging.config", "def fileConfig(", 1),
    ("shutil", "def rmtree(", 1),
    ("shutil", "def _basename(", 6),
    ("tarfile", "    def getmembers(self):", 20),
    ("unittest.loader", "class TestLoader(", 2),
    ("unittest.loader", "    def loadTestsFromNames(", 1),
    ("zipfile", "    def decompress(self, data):", 9),
    ("zipfile", "    def _read2(self, n):", 16),
    ("zipfile", "    def __del__(self):", 9),
    ("tempfile", "def _exists(", 1),
    ("tempfile", "def _resetperms(", 8),
    ("tempfile", "def gettempprefix(", 45),
    ("gettext", "def _as_int(", 3),
];

static AMENDED: &[(&str, &[Change])] = &[
    ("_py_abc", PY_ABC),
    ("_py_warnings", PY_WARNINGS),
    ("_pydatetime", PYDATETIME),
    ("annotationlib", ANNOTATIONLIB),
    ("asyncio.__main__", MAIN),
    ("asyncio.base_events", BASE_EVENTS),
    ("asyncio.graph", GRAPH),
    ("asyncio.selector_events", SELECTOR_EVENTS),
    ("asyncio.streams", STREAMS),
    ("asyncio.tasks", TASKS),
    ("asyncio.tools", TOOLS),
    ("importlib._bootstrap_external", BOOTSTRAP_EXTERNAL),
    ("inspect", INSPECT),
    ("logging", LOGGING),
    ("logging.handlers", LOGGING_HANDLERS),
    ("argparse", ARGPARSE),
    ("configparser", CONFIGPARSER),
    ("pdb", PDB),
    ("doctest", DOCTEST),
    ("getopt", GETOPT),
    ("gzip", GZIP),
    ("ipaddress", IPADDRESS),
    ("json.decoder", JSON_DECODER),
    ("multiprocessing.pool", POOL),
    ("pathlib", PATHLIB),
    ("queue", QUEUE),
    ("threading", THREADING),
    ("unittest", UNITTEST),
    ("site", SITE),
    ("zoneinfo._common", ZONEINFO_COMMON),
    ("zoneinfo._tzpath", ZONEINFO_PATH),
    ("zoneinfo._zoneinfo", ZONEINFO),
    ("unittest.loader", UNITTEST_LOADER),
    ("unittest.mock", UNITTEST_MOCK),
    ("_pydecimal", twins::PYDECIMAL),
    ("xml.etree.ElementTree", twins::ELEMENT_TREE),
];

// a pool of threads needs no pipe to be told that something has changed
static POOL: &[Change] = &[
    ("= self._ctx.SimpleQueue()", "= (queue if isinstance(self, ThreadPool) else self._ctx).SimpleQueue()"),
    ("return [self._change_notifier._reader]", "return []"),
    ("wait(sentinels, timeout=timeout)", "wait(sentinels, timeout=timeout) if sentinels else change_notifier.get()"),
];

static PY_ABC: &[Change] = &[
    // an instance may have no __class__
    ("subclass = instance.__class__", "subclass = getattr(instance, '__class__', type(instance))"),
];

static PY_WARNINGS: &[Change] = &[
    // a showwarning() of the program's own is set aside while warnings are recorded, wherever filters are kept
    (
        "                self._showwarning = self._module.showwarning
                self._showwarnmsg_impl = self._module._showwarnmsg_impl
",
        "                self._showwarnmsg_impl = self._module._showwarnmsg_impl
            self._showwarning = self._module.showwarning
",
    ),
    (
        "                    # Reset showwarning() to the default implementation to make sure
                    # that _showwarnmsg() calls _showwarnmsg_impl()
                    self._module.showwarning =",
        "                # Reset showwarning() to the default implementation to make sure
                # that _showwarnmsg() calls _showwarnmsg_impl()
                self._module.showwarning =",
    ),
    (
        "                self._module.showwarning = self._showwarning
                self._module._showwarnmsg_impl = self._showwarnmsg_impl
",
        "                self._module._showwarnmsg_impl = self._showwarnmsg_impl
            self._module.showwarning = self._showwarning
",
    ),
];

static MAIN: &[Change] = &[
    // -E is minded
    ("not sys.flags.isolated and (startup_path", "not sys.flags.ignore_environment and (startup_path"),
    ("if os.getenv('PYTHON_BASIC_REPL')", "if not sys.flags.ignore_environment and os.getenv('PYTHON_BASIC_REPL')"),
    // what is typed is no part of the package
    (
        "    repl_locals = {'asyncio': asyncio}
    for key in {'__name__', '__package__',
                '__loader__', '__spec__',
                '__builtins__', '__file__'}:
        repl_locals[key] = locals()[key]
",
        "    repl_locals = {
        'asyncio': asyncio,
        '__name__': __name__,
        '__package__': None,
        '__loader__': __loader__,
        '__spec__': None,
        '__builtins__': __builtins__,
    }
",
    ),
];

static TOOLS: &[Change] = &[
    // frames without a line
    (
        "        if elem.lineno == 0 and",
        "        if elem.lineno is None:
            if elem.filename in (\"\", \"~\"):
                return f\"{elem.funcname}\"
            return f\"{elem.funcname} {elem.filename}\"
        if elem.lineno == 0 and",
    ),
    // names with blanks
    (
        "_format_stack_entry(x).split(\" \")[0]
                                   for x in frames",
        "x.funcname for x in frames",
    ),
    (
        "_format_stack_entry(x).split(\" \")[0]
                                for x in coro_info",
        "x.funcname for x in coro_info",
    ),
];

static SITE: &[Change] = &[
    ("return 'RustPython' # XXX: RUSTPYTHON; for site-packages", "return 'Python'"),
    ("    # XXX: RUSTPYTHON\n", ""),
    ("/lib/rustpython{", "/lib/python{"),
];

static LOGGING: &[Change] = &[
    // a file that cannot be opened is an error of the handler
    (
        "                self.stream = self._open()
        if self.stream:
",
        "
                try:
                    self.stream = self._open()
                except Exception:
                    self.handleError(record)
                    return
        if self.stream:
",
    ),
    // a handler that removes itself does not have the next one left out
    (
        "                self.handlers.remove(hdlr)
",
        "

                handlers = self.handlers.copy()
                handlers.remove(hdlr)
                self.handlers = handlers
",
    ),
];

static LOGGING_HANDLERS: &[Change] = &[
    // the next time is known even if the files cannot be moved
    ("        self.rolloverAt = self.computeRollover(currentTime)\n", ""),
    (
        "        dfn = self.rotation_filename(self.baseFilename + \".\" +
                                     time.strftime(self.suffix, timeTuple))
        if os.path.exists(dfn):
",
        "        dfn = self.rotation_filename(self.baseFilename + \".\" +
                                     time.strftime(self.suffix, timeTuple))
        self.rolloverAt = self.computeRollover(currentTime)
        if os.path.exists(dfn):
",
    ),
    (
        "        self.reopenIfNeeded()
        logging.FileHandler.emit(self, record)
",
        "        try:
            self.reopenIfNeeded()
        except Exception:
            self.handleError(record)
        else:
            logging.FileHandler.emit(self, record)
",
    ),
];

static UNITTEST: &[Change] = &[
    // what only tests of the copy's own project use
    ("def expectedFailureIf(condition, reason):", "def _expected_failure_if(condition, reason):"),
    ("return expectedFailureIf(", "return _expected_failure_if("),
    ("def expectedFailureIfWindows(reason):", "def _expected_failure_if_windows(reason):"),
    ("def expectedSuccess(test_item):", "def _expected_success(test_item):"),
];

static ARGPARSE: &[Change] = &[
    // lines as they stand in the series
    (
        "from gettext import gettext as _, ngettext\n",
        "from gettext import gettext as _, ngettext\n\n\n\n\n\n\n\n\n\n\n\n",
    ),
    ("                    import difflib\n", "\n\n                    import difflib\n\n\n"),
];

static CONFIGPARSER: &[Change] = &[
    // a delimiter ends the words of a name at once
    (
        "            (?:\\s+(?:(?!{delim})\\S)+)*)    # optionally more words\n",
        "            (?:(?:(?!{delim})\\s)+          # more words
             (?:(?!{delim})\\S)+)*)         #   with spaces between them\n",
    ),
];

static DOCTEST: &[Change] = &[
    ("        self.seek(size)\n", "        if size is not None:\n            self.seek(size)\n"),
    (
        "            file = inspect.getsourcefile(obj)
        except TypeError:
",
        "            file = inspect.getsourcefile(obj)
        except (TypeError, OSError):
",
    ),
];

static GETOPT: &[Change] =
    &[("from gettext import gettext as _\n", "from gettext import gettext as _\n\n\n\n\n\n\n\n\n")];

static GZIP: &[Change] = &[
    // times that the header has no room for
    (
        "        is used.  Use mtime = 0 to generate a compressed stream that does
        not depend on creation time.
",
        "        is used.  Use mtime = 0 to generate a compressed stream that does
        not depend on creation time.  A time outside of 0 to 2**32-1
        counts as 0.
",
    ),
    (
        "            mtime = time.time()
        write32u",
        "            mtime = time.time()
        if not 0 <= mtime < 2**32:
            mtime = 0
        write32u",
    ),
    (
        "        mtime = time.time()
    # Reuse",
        "        mtime = time.time()
    if not 0 <= mtime < 2**32:
        mtime = 0
    # Reuse",
    ),
];

static IPADDRESS: &[Change] = &[
    (
        "            ip_str = str(self)

        ip_int",
        "            ip_str = self._string_from_ip_int(self._ip)

        ip_int",
    ),
    (
        "        if isinstance(self, (_BaseNetwork, IPv6Interface)):
            return '%s/%d' % (':'.join(parts), self._prefixlen)
        return ':'.join(parts)
",
        "        text = ':'.join(parts)

        if not isinstance(self, _BaseNetwork) and self._scope_id:
            text += '%' + self._scope_id
        if isinstance(self, (_BaseNetwork, IPv6Interface)):
            return '%s/%d' % (text, self._prefixlen)
        return text
",
    ),
];

static JSON_DECODER: &[Change] = &[(
    "    # RUSTPYTHON SPECIFIC
    @classmethod
    def _from_serde(cls, msg, doc, line, col):
        pos = 0
        # 0-indexed
        line -= 1
        col -= 1
        while line > 0:
            i = doc.index('\\n', pos)
            line -= 1
            pos = i
        pos += col
        return cls(msg, doc, pos)

",
    "",
)];

static PATHLIB: &[Change] = &[
    ("import ntpath\nimport operator\n", "import operator\n"),
    (
        "        by the system, if any.\"\"\"
        import warnings
",
        "        by the system, if any.\"\"\"
        import ntpath
        import warnings
",
    ),
    ("    parser = ntpath\n", "    import ntpath\n    parser = ntpath\n"),
];

static QUEUE: &[Change] = &[(
    "        if timeout is not None and timeout < 0:
            raise ValueError(\"'timeout' must be a non-negative number\")
        if not self._count.acquire",
    "        if not block:
            timeout = None
        elif timeout is not None and timeout < 0:
            raise ValueError(\"'timeout' must be a non-negative number\")
        if not self._count.acquire",
)];

static THREADING: &[Change] = &[
    // what is no number is refused
    (
        "                if timeout > 0:
                    gotit = waiter.acquire(True, timeout)
                else:
                    gotit = waiter.acquire(False)
",
        "                if timeout <= 0:
                    gotit = waiter.acquire(False)
                else:

                    gotit = waiter.acquire(True, timeout)
",
    ),
];

static UNITTEST_MOCK: &[Change] = &[
    ("                            __return_value_doc)\n", "                            doc=__return_value_doc)\n"),
    ("    def _exit_side_effect(exctype, excinst, exctb):\n", "    def _exit_side_effect(*args):\n"),
];

static UNITTEST_LOADER: &[Change] = &[
    // abstract classes have no tests of their own
    ("import types\n", "import types\nimport inspect\n"),
    (
        "        if testCaseClass in (case.TestCase, case.FunctionTestCase):
",
        "        if testCaseClass in (case.TestCase, case.FunctionTestCase) or inspect.isabstract(testCaseClass):
",
    ),
    (
        "                and obj not in (case.TestCase, case.FunctionTestCase)
            ):
",
        "                and obj not in (case.TestCase, case.FunctionTestCase)
                and not inspect.isabstract(obj)
            ):
",
    ),
    (
        "            name = parts[-1]
            inst = parent(name)
",
        "            name = parts[-1]
            if inspect.isabstract(parent):
                raise TypeError('Cannot instantiate abstract test case %s' % parent.__name__)
            inst = parent(name)
",
    ),
];

static PDB: &[Change] = &[(
    // the first line after that of the definition: the instructions are not CPython's
    "    prev = None
    for instr in dis.get_instructions(code):
        if prev is not None and prev.opname == 'RESUME':
            if instr.positions.lineno is not None:
                return instr.positions.lineno
            return code.co_firstlineno
        prev = instr
    return code.co_firstlineno
",
    "    for _, _, lineno in code.co_lines():
        if lineno is not None and lineno != code.co_firstlineno:
            return lineno
    return code.co_firstlineno




",
)];

static PYDATETIME: &[Change] = &[
    // as the C module says it
    ("\"cannot compare naive and aware datetimes\"", "\"can't compare offset-naive and offset-aware datetimes\""),
    ("\"cannot mix naive and timezone-aware time\"", "\"can't subtract offset-naive and offset-aware datetimes\""),
    ("OverflowError(\"result out of range\")", "OverflowError(\"date value out of range\")"),
    (
        "            raise OverflowError(\"timedelta # of days is too large: %d\" % d)",
        "            raise OverflowError(f'days={d}; must have magnitude <= 999999999' if abs(d) < 2**31 else 'Python int too large to convert to C int')",
    ),
    ("        return (f'{self.__class__.__name__}'\n", "        return (f'datetime.{self.__class__.__name__}'\n"),
    ("ValueError('Argument must be an ASCII str')", "ValueError(f'Invalid isoformat string: {date_string!r}')"),
    (
        "        try:
            return cls(*_parse_isoformat_date(date_string))
        except Exception:
            raise ValueError(f'Invalid isoformat string: {date_string!r}')
",
        "        try: parts = _parse_isoformat_date(date_string)
        except Exception: parts = None
        if parts is None: raise ValueError(f'Invalid isoformat string: {date_string!r}')
        return cls(*parts)
",
    ),
    (
        "        try:
            return cls(*_parse_isoformat_time(time_string)[0])
        except Exception:
            raise ValueError(f'Invalid isoformat string: {time_string!r}')
",
        "        try: parts = _parse_isoformat_time(time_string)[0]
        except Exception: parts = None
        if parts is None: raise ValueError(f'Invalid isoformat string: {time_string!r}')
        return cls(*parts)
",
    ),
    ("        if tstr:\n            try:\n                time_", "        if date_string[separator_location:]:\n            try:\n                time_"),
    ("\"cannot compare naive and aware times\"", "\"can't compare offset-naive and offset-aware times\""),
    (
        "    year = _index(year)
    month = _index(month)
    day = _index(day)
    if not MINYEAR",
        "    if month is None or day is None: raise TypeError(f\"function missing required argument {\"'month' (pos 2)\" if month is None else \"'day' (pos 3)\"}\")
    year, month = _index(year), _index(month)
    day = _index(day)
    if not MINYEAR",
    ),
    ("f\"not {type(tz).__name__!r}\"", "f\"not type {type(tz).__name__!r}\""),
    ("\"tz argument must be an instance of tzinfo\"", "f'tzinfo argument must be None or of a tzinfo subclass, not type {type(tz).__name__!r}'"),
    ("\"tzinfo subclass must override tzname()\"", "\"a tzinfo subclass must implement tzname()\""),
    ("\"tzinfo subclass must override utcoffset()\"", "\"a tzinfo subclass must implement utcoffset()\""),
    ("\"tzinfo subclass must override dst()\"", "\"a tzinfo subclass must implement dst()\""),
    (
        "            (\"days\", days),
            (\"seconds\", seconds),
            (\"microseconds\", microseconds),
            (\"milliseconds\", milliseconds),
            (\"minutes\", minutes),
            (\"hours\", hours),
            (\"weeks\", weeks)
",
        "            (\"microseconds\", microseconds),
            (\"milliseconds\", milliseconds),
            (\"seconds\", seconds),
            (\"minutes\", minutes),
            (\"hours\", hours),
            (\"days\", days),
            (\"weeks\", weeks)
",
    ),
    ("\"must be str, not %s\" % type(fmt).__name__", "\"__format__() argument 1 must be str, not %s\" % type(fmt).__name__"),
    ("\"date argument must be a date instance\"", "f'combine() argument 1 must be datetime.date, not {type(date).__name__}'"),
    ("\"time argument must be a time instance\"", "f'combine() argument 2 must be datetime.time, not {type(time).__name__}'"),
    // int() takes more than digits, and fewer than there have to be
    (
        "def _parse_isoformat_date(dtstr):",
        "def _digits(text, size):
    if len(text) != size or not (text.isascii() and text.isdigit()):
        raise ValueError('Invalid isoformat string')
    return int(text)


def _parse_isoformat_date(dtstr):",
    ),
    ("year = int(dtstr[0:4])", "year = _digits(dtstr[0:4], 4)"),
    ("weekno = int(dtstr[pos:pos + 2])", "weekno = _digits(dtstr[pos:pos + 2], 2)"),
    ("dayno = int(dtstr[pos:pos + 1])", "dayno = _digits(dtstr[pos:pos + 1], 1)"),
    ("month = int(dtstr[pos:pos + 2])", "month = _digits(dtstr[pos:pos + 2], 2)"),
    ("day = int(dtstr[pos:pos + 2])", "day = _digits(dtstr[pos:pos + 2], 2)"),
    ("time_comps[comp] = int(tstr[pos:pos+2])", "time_comps[comp] = _digits(tstr[pos:pos+2], 2)"),
];

static ANNOTATIONLIB: &[Change] = &[
    // a method of a built-in type has no module, its type has one
    (
        "        if value.__module__ == \"builtins\":
            return value.__qualname__
        return f\"{value.__module__}.{value.__qualname__}\"",
        "        owner = getattr(value, '__self__', None)
        owner = owner if isinstance(owner, type) else type(owner)
        module = owner.__module__ if value.__module__ is None else value.__module__
        return value.__qualname__ if module in (None, 'builtins') else f'{module}.{value.__qualname__}'",
    ),
];

static INSPECT: &[Change] = &[
    // the instructions are not CPython's
    (
        "    unbound_names = set()
    global_names = set()
    for instruction in dis.get_instructions(code):
        opname = instruction.opname
        name = instruction.argval
        if opname == \"LOAD_ATTR\":
            unbound_names.add(name)
        elif opname == \"LOAD_GLOBAL\":
            global_names.add(name)
",
        "    import _imp
    global_names, unbound_names = map(set, _imp._loaded_names(code))
",
    ),
    // what imports asyncio or dataclasses imports inspect, which uses the machinery of imports to look at files only
    ("import importlib.machinery\n", "import _importlib_later as importlib\n"),
    // lines as they stand in the series
    (
        "    if not (isfunction(f) or _signature_is_functionlike(f)):
        return False
    return bool(f.__code__",
        "    if not (isfunction(f) or _signature_is_functionlike(f)):
        return False
\n
    return bool(f.__code__",
    ),
    (
        "        __self__        instance to which a method is bound, or None\"\"\"
    return isinstance(object, types.BuiltinFunctionType)",
        "        __self__        instance to which a method is bound, or the module object
                        of a function of a module, or None\"\"\"
    return isinstance(object, types.BuiltinFunctionType)",
    ),
];

static BOOTSTRAP_EXTERNAL: &[Change] = &[
    // compiled files are neither read nor written here
    ("import marshal\n", "marshal = None\n"),
];

// what the C modules say, which CPython's programs see

// zones come from the library's own module
static ZONEINFO_COMMON: &[Change] = &[
    (
        "    from importlib import resources

    components = key.split(\"/\")
    package_name = \".\".join([\"tzdata.zoneinfo\"] + components[:-1])
    resource_name = components[-1]
",
        "    from io import BytesIO
    from _tzdata import data_of
",
    ),
    (
        "        path = resources.files(package_name).joinpath(resource_name)
        # gh-85702: Prevent PermissionError on Windows
        if path.is_dir():
            raise IsADirectoryError
        return path.open(\"rb\")
",
        "        return BytesIO(data_of(key))
",
    ),
];

// what the C class shows
static ZONEINFO: &[Change] = &[
    (
        "        if self._key is not None:
            return f\"{self.__class__.__name__}(key",
        "        name = \"zoneinfo.ZoneInfo\" if type(self) is ZoneInfo else type(self).__name__
        if self._key is not None:
            return f\"{name}(key",
    ),
    ("            return f\"{self.__class__.__name__}.from_file(", "            return f\"{name}.from_file("),
];

static ZONEINFO_PATH: &[Change] = &[
    ("    from importlib import resources\n\n    valid_zones", "    from _tzdata import names\n\n    valid_zones"),
    (
        "        zones_file = resources.files(\"tzdata\").joinpath(\"zones\")
        with zones_file.open(\"r\", encoding=\"utf-8\") as f:
            for zone in f:
                zone = zone.strip()
                if zone:
                    valid_zones.add(zone)
",
        "        valid_zones.update(names())
",
    ),
];

static BASE_EVENTS: &[Change] = &[
    // a server that is cancelled lets go of its clients, else it would wait for them
    (
        "                self.close()\n                await",
        "                self.close()\n                self.close_clients()\n                await",
    ),
    // a socket for which no transport can be made is closed
    (
        "
        sock.setblocking(False)

        protocol = protocol_factory()
        waiter = self.create_future()
        if ssl:
            sslcontext = None if isinstance(ssl, bool) else ssl
            transport = self._make_ssl_transport(
                sock, protocol, sslcontext, waiter,
                server_side=server_side, server_hostname=server_hostname,
                ssl_handshake_timeout=ssl_handshake_timeout,
                ssl_shutdown_timeout=ssl_shutdown_timeout)
        else:
            transport = self._make_socket_transport(sock, protocol, waiter)

        try:
            await waiter
        except:
            transport.close()
",
        "
        try:
            sock.setblocking(False)

            protocol = protocol_factory()
            waiter = self.create_future()
            if ssl:
                sslcontext = None if isinstance(ssl, bool) else ssl
                transport = self._make_ssl_transport(
                    sock, protocol, sslcontext, waiter,
                    server_side=server_side, server_hostname=server_hostname,
                    ssl_handshake_timeout=ssl_handshake_timeout,
                    ssl_shutdown_timeout=ssl_shutdown_timeout)
            else:
                transport = self._make_socket_transport(sock, protocol, waiter)
        except:
            # nobody else would close it
            sock.close()
            raise

        try:
            await waiter
        except:
            transport.close()
            waiter = None
",
    ),
    ("            resume_cb.cancel()\n", "            resume_cb.cancel()\n            waiter = None\n"),
];

static GRAPH: &[Change] = &[
    (
        "iterator\n            st.append(FrameCallGraphEntry(coro.cr_frame))\n            coro = coro.cr_await",
        "iterator
            if coro.cr_frame is not None:
                st.append(FrameCallGraphEntry(coro.cr_frame))
            coro = coro.cr_await",
    ),
    // a plain generator's callers are part of the stack
    (
        "            is_async = f.f_generator is not None\n",
        "            is_async = isinstance(f.f_generator, (
                # a plain generator's callers are on the stack
                types.CoroutineType, types.AsyncGeneratorType))\n",
    ),
];

static SELECTOR_EVENTS: &[Change] = &[
    (
        "        \"\"\"Send data to the socket.

        The socket must be connected to a remote socket.  This method
        continues to send data from data until either all data has been
        sent or an error occurs.  None is returned on success.  On error,
        an exception is raised, and there is no way to determine how much
        data, if any, was successfully processed by the receiving end of
        the connection.
        \"\"\"
        base_events._check_ssl_socket(sock)
        if self._debug and sock.gettimeout() != 0:
            raise ValueError(\"the socket must be non-blocking\")
        try:
            return sock.sendto(",
        "        \"\"\"Send one datagram to an address; gives the number of bytes sent.

        The socket need not be connected, and the datagram is sent whole.

        \"\"\"
        base_events._check_ssl_socket(sock)
        if self._debug and sock.gettimeout() != 0:
            raise ValueError(\"the socket must be non-blocking\")
        try:
            return sock.sendto(",
    ),
    (
        "    def _sock_accept(self, fut, sock):\n",
        "    def _sock_accept(self, fut, sock):\n        # who waited may have been cancelled\n        if fut.done():\n            return\n",
    ),
    // the connection is lost once
    (
        "                if self._closing:\n                    self._call_connection_lost(None)\n                elif",
        "                if self._closing and not self._conn_lost:
                    # the connection is lost once
                    self._conn_lost += 1
                    self._call_connection_lost(None)\n                elif",
    ),
    // an empty part would stay in the buffer for ever
    (
        "        self._buffer.extend([memoryview(data) for data in list_of_data])\n",
        "        # an empty part would never leave the buffer
        self._buffer.extend(
            [memoryview(data) for data in list_of_data if data])
        if not self._buffer:
            return\n",
    ),
    (
        "            self._write_ready = None\n            if self._empty_waiter",
        "            self._write_ready = None\n            self._read_ready_cb = None\n            if self._empty_waiter",
    ),
];

static STREAMS: &[Change] = &[
    // a reader follows its transport to TLS
    (
        "        loop = self._loop
        self._transport = transport
        self._over_ssl = transport.get_extra_info('sslcontext') is not None
",
        "        loop = self._loop
        self._transport = transport
        self._over_ssl = transport.get_extra_info('sslcontext') is not None
        reader = self._stream_reader
        if reader is not None:
            reader._replace_transport(transport)
",
    ),
    (
        "    def _maybe_resume_transport(self):\n",
        "    def _replace_transport(self, transport):
        assert self._transport is not None, 'Transport not set'
        self._transport = transport

    def _maybe_resume_transport(self):\n",
    ),
    // a callback that fails at once ends the connection
    (
        "            res = self._client_connected_cb(reader, writer)\n",
        "            try:
                res = self._client_connected_cb(reader, writer)
            except Exception as exc:
                self._loop.call_exception_handler({
                    'message': 'Unhandled exception in client_connected_cb',
                    'exception': exc,
                    'transport': transport,
                })
                transport.close()
                self._strong_reader = None
                return\n",
    ),
];

static TASKS: &[Change] = &[
    (
        "    Coroutine will be wrapped in Task.

    Returns result of the Future or coroutine.  When a timeout occurs,
    it cancels the task and raises TimeoutError.  To avoid the task
    cancellation, wrap it in shield().

    If the wait is cancelled, the task is also cancelled.

    If the task suppresses the cancellation and returns a value instead,
    that value is returned.
",
        "    Returns its result. When the time is over, it is cancelled and
    TimeoutError is raised. A future in shield() is not cancelled.

    When the wait is cancelled, so is what is waited for.

    A result that comes in spite of the cancellation is returned.


",
    ),
    // who no longer waits for a task is no longer noted as waiting for it
    (
        "            f.remove_done_callback(_on_completion)\n",
        "            f.remove_done_callback(_on_completion)\n            futures.future_discard_from_awaited_by(f, cur_task)\n",
    ),
    (
        "    fut.add_done_callback(cb)

    try:
        fut.cancel()
        # We cannot wait on *fut* directly to make
        # sure _cancel_and_wait itself is reliably cancellable.
        await waiter
    finally:
        fut.remove_done_callback(cb)
",
        "    fut.add_done_callback(cb)

    # what is awaited is another future
    cur_task = current_task()
    futures.future_add_to_awaited_by(fut, cur_task)

    try:
        fut.cancel()
        # We cannot wait on *fut* directly to make
        # sure _cancel_and_wait itself is reliably cancellable.
        await waiter
    finally:
        fut.remove_done_callback(cb)
        futures.future_discard_from_awaited_by(fut, cur_task)
",
    ),
    (
        "        loop = events.get_event_loop()\n        todo = {",
        "        loop = events.get_event_loop()\n        self._cur_task = current_task()\n        todo = {",
    ),
    (
        "            f.add_done_callback(self._handle_completion)\n",
        "            f.add_done_callback(self._handle_completion)\n            futures.future_add_to_awaited_by(f, self._cur_task)\n",
    ),
    (
        "            f.remove_done_callback(self._handle_completion)\n",
        "            f.remove_done_callback(self._handle_completion)\n            futures.future_discard_from_awaited_by(f, self._cur_task)\n",
    ),
    (
        "        self._todo.remove(f)\n",
        "        self._todo.remove(f)\n        futures.future_discard_from_awaited_by(f, self._cur_task)\n",
    ),
    // a cancelled wait has taken nothing
    (
        "        f = await self._done.get()\n",
        "        try:
            f = await self._done.get()
        except:
            self._todo_left += 1
            raise\n",
    ),
    (
        "def gather(*",
        "def _discard_awaited_by(children, waiter):
    for fut in children:
        futures.future_discard_from_awaited_by(fut, waiter)


def gather(*",
    ),
    (
        "                exc = fut._make_cancelled_error()
                outer.set_exception(exc)
                return\n",
        "                exc = fut._make_cancelled_error()
                # children may live longer than gather()
                _discard_awaited_by(children, cur_task)
                outer.set_exception(exc)
                return\n",
    ),
    (
        "                if exc is not None:
                    outer.set_exception(exc)
                    return

        if nfinished",
        "                if exc is not None:
                    _discard_awaited_by(children, cur_task)
                    outer.set_exception(exc)
                    return

        if nfinished",
    ),
    // what fails behind a shield that was cancelled is reported as any exception that nobody retrieved
    (
        "def _log_on_exception(fut):
    if fut.cancelled():
        return

    exc = fut.exception()
    if exc is None:
        return

    context = {
        'message':
        f'{exc.__class__.__name__} exception in shielded future',
        'exception': exc,
        'future': fut,
    }
    if fut._source_traceback:
        context['source_traceback'] = fut._source_traceback
    fut._loop.call_exception_handler(context)


",
        "",
    ),
    (
        "            # Keep only one callback to log on cancel
            inner.remove_done_callback(_log_on_exception)
            inner.add_done_callback(_log_on_exception)
",
        "            if cur_task is not None:
                inner.remove_done_callback(_clear_awaited_by_callback)
                futures.future_discard_from_awaited_by(inner, cur_task)
",
    ),
];
