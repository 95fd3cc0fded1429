"""The text of a document as it comes in, where the parser is in it, and how handlers are told.

Invariant: what a piece of input does not complete is kept until the next piece; ends of lines are newlines; text that is collected is
handed out before any other event."""

import re
from codecs import getincrementaldecoder as _decoder_of, lookup as _lookup

from _expat_errors import ErrorString, ExpatError, Incomplete


class Input:
    __slots__ = ()

    def _position(self):
        text, at = self._text, self._at
        since, line, column, size = self._mark
        if at < since:
            since, line, column, size = 0, self._line, self._column, self._bytes
        lines = text.count("\n", since, at)
        column = at - text.rfind("\n", since, at) - 1 if lines else column + at - since
        self._mark = at, line + lines, column, size + len(text[since:at].encode("utf-8", "surrogatepass"))
        return self._mark[1:]

    CurrentLineNumber = ErrorLineNumber = property(lambda self: self._position()[0])
    CurrentColumnNumber = ErrorColumnNumber = property(lambda self: self._position()[1])
    CurrentByteIndex = ErrorByteIndex = property(lambda self: self._position()[2])
    ErrorCode = property(lambda self: self._error)

    # ---- input

    def _take(self, data, final):
        """Decodes a piece of the document; the first tells in what it is written."""
        if self._decoder is None:
            self._raw += data
            if len(self._raw) < 4 and not final:
                return
            data, self._raw = self._raw, b""
            encoding = self._encoding
            if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                encoding = "utf-16"
            elif data.startswith(b"\xef\xbb\xbf"):
                data, encoding = data[3:], "utf-8"
            elif data.startswith(b"<\0"):
                encoding = "utf-16-le"
            elif data.startswith(b"\0<"):
                encoding = "utf-16-be"
            elif encoding is None and data.startswith(b"<?xml"):
                if b"?>" not in data and not final:
                    self._raw = data
                    return
                found = re.match(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""", data)
                if found:
                    encoding = found[1].decode()
                    try:
                        if not _lookup(encoding)._is_text_encoding:
                            raise LookupError
                    except LookupError:
                        self._text = data[:found.start(1)].decode("latin-1")
                        self._fail(18, found.start(1))
                    if encoding.lower().startswith("utf-16"):
                        self._text = data[:found.start(1)].decode("latin-1")
                        self._fail(19, found.start(1))
            self._decoder = _decoder_of(encoding or "utf-8")("strict")
        try:
            text = self._decoder.decode(data, final)
        except UnicodeDecodeError as e:
            self._text += self._newlines(e.object[:e.start].decode(self._decoder_name(e), "replace"), True)
            self._run()
            self._fail(4, len(self._text))
        self._text += self._newlines(text, final)

    def _decoder_name(self, e):
        return "latin-1" if e.encoding == "charmap" else e.encoding

    def _run(self):
        try:
            while self._step(False):
                pass
        except Incomplete:
            pass

    def _newlines(self, text, final):
        """Every end of a line as one newline; a carriage return at the end waits for what follows."""
        if self._carriage:
            text, self._carriage = "\r" + text, False
        if text.endswith("\r") and not final:
            text, self._carriage = text[:-1], True
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _forget(self):
        """Drops what was read, and remembers where that was."""
        self._at = self._pos
        self._line, self._column, self._bytes = self._position()
        self._text = self._text[self._pos:]
        self._pos = self._at = 0
        self._mark = 0, self._line, self._column, self._bytes

    def _raise(self, code):
        self._error = code
        line, column, _ = self._position()
        e = ExpatError(f"{ErrorString(code)}: line {line}, column {column}")
        e.code, e.lineno, e.offset = code, line, column
        raise e

    def _fail(self, code, at):
        if not self._depth:
            self._at = at
        self._flush()
        self._raise(code)

    def _unclosed(self):
        rest = self._text[self._pos:]
        if rest.startswith("<![CDATA["):
            self._fail(20, len(self._text))
        self._fail(5 if rest else 3, self._pos)

    def _end(self):
        if self._external:
            if self._open:
                self._fail(13, self._pos)
        elif self._stage != "epilog":
            self._fail(3, self._pos)

    # ---- events

    def _flush(self):
        if self._waiting:
            text = "".join(self._waiting)
            self._waiting.clear()
            if self.CharacterDataHandler is not None:
                self.CharacterDataHandler(text)

    def _data(self, text):
        if self.CharacterDataHandler is None:
            self._default(text)
        elif self.buffer_text:
            if self.buffer_used + len(text) > self._buffer_size:
                self._flush()
            self._waiting.append(text)
            if len(text) > self._buffer_size:
                self._flush()
        else:
            self.CharacterDataHandler(text)

    def _default(self, text):
        handler = self.DefaultHandlerExpand or self.DefaultHandler
        if handler is not None:
            self._flush()
            handler(text)

    def _tell(self, name, *args):
        """Calls a handler; false if there is none."""
        handler = getattr(self, name)
        if handler is None:
            return False
        self._flush()
        handler(*args)
        return True
