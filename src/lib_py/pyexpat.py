"""An XML parser that tells handlers what it meets.

Invariant: a handler is looked up when it is called, so that one may replace another; a parser that has failed stays so."""

import sys
from codecs import getincrementaldecoder as _decoder_of

from _expat_content import Content as _Content
from _expat_declarations import Declarations as _Declarations
from _expat_errors import ERRORS as _ERRORS, ErrorString, ExpatError, Incomplete as _Incomplete
from _expat_input import Input as _Input
from _expat_names import _XML

EXPAT_VERSION = "expat_2.7.3"
version_info = (2, 7, 3)
native_encoding = "UTF-8"
features = [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_CONTEXT_BYTES", 1024), ("XML_NS", 0)]

XML_PARAM_ENTITY_PARSING_NEVER = 0
XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE = 1
XML_PARAM_ENTITY_PARSING_ALWAYS = 2

error = ExpatError


def _submodule(name, values):
    module = type(sys)(f"{__name__}.{name}")
    vars(module).update(values)
    sys.modules[module.__name__] = module
    return module


errors = _submodule("errors", {"__doc__": "Constants used to describe error conditions."}
                    | {f"XML_ERROR_{name}": text for name, text in _ERRORS.values()}
                    | {"codes": {text: code for code, (_, text) in _ERRORS.items()},
                       "messages": {code: text for code, (_, text) in _ERRORS.items()}})
model = _submodule("model", {
    "__doc__": "Constants used to interpret content model information.",
    "XML_CTYPE_EMPTY": 1, "XML_CTYPE_ANY": 2, "XML_CTYPE_MIXED": 3, "XML_CTYPE_NAME": 4, "XML_CTYPE_CHOICE": 5,
    "XML_CTYPE_SEQ": 6, "XML_CQUANT_NONE": 0, "XML_CQUANT_OPT": 1, "XML_CQUANT_REP": 2, "XML_CQUANT_PLUS": 3,
})

_HANDLERS = (
    "StartElementHandler EndElementHandler ProcessingInstructionHandler CharacterDataHandler UnparsedEntityDeclHandler "
    "NotationDeclHandler StartNamespaceDeclHandler EndNamespaceDeclHandler CommentHandler StartCdataSectionHandler "
    "EndCdataSectionHandler DefaultHandler DefaultHandlerExpand NotStandaloneHandler ExternalEntityRefHandler "
    "StartDoctypeDeclHandler EndDoctypeDeclHandler EntityDeclHandler XmlDeclHandler ElementDeclHandler AttlistDeclHandler "
    "SkippedEntityHandler").split()


class XMLParserType(_Content, _Declarations, _Input):
    """XML parser"""

    __slots__ = (*_HANDLERS, "buffer_text", "ordered_attributes", "specified_attributes", "namespace_prefixes", "intern",
                 "_buffer_size", "_encoding", "_decoder", "_raw", "_text", "_pos", "_at", "_line", "_column", "_bytes", "_stage",
                 "_open", "_separator", "_spaces", "_entities", "_parameters", "_attributes", "_base", "_waiting", "_finished",
                 "_standalone", "_external", "_error", "_grown", "_foreign", "_deferral", "_depth", "_carriage", "_parse_external",
                 "_mark", "_busy", "_typed")

    def __init__(self, encoding, separator, intern):
        for name in _HANDLERS:
            setattr(self, name, None)
        self.buffer_text = self.ordered_attributes = self.specified_attributes = self.namespace_prefixes = False
        self.intern = intern
        self._buffer_size = 8192
        self._encoding, self._separator = encoding, separator
        self._decoder, self._raw = None, b""
        self._text, self._pos, self._at = "", 0, 0
        self._line, self._column, self._bytes = 1, 0, 0
        self._mark, self._busy, self._typed = (0, 1, 0, 0), False, False
        self._stage = "start"
        self._open, self._spaces = [], [{"xml": _XML}]
        self._entities, self._parameters, self._attributes = {}, {}, {}
        self._base, self._waiting = None, []
        self._finished = self._external = self._foreign = self._carriage = False
        self._standalone = -1
        self._error = 0
        self._grown = self._depth = 0
        self._deferral, self._parse_external = True, 0

    # ---- what programs call

    def Parse(self, data, isfinal=False, /):
        """Parse XML data.

        'isfinal' should be true at end of input."""
        self._idle("Parse")
        self._busy = True
        try:
            return self._parse(data, isfinal)
        finally:
            self._busy = False

    def _idle(self, what):
        if self._busy:
            raise RuntimeError(f"cannot call {what}() from within a handler")

    def _parse(self, data, isfinal):
        if self._error or self._finished:
            self._fail(36, self._pos)
        if isinstance(data, str):
            if self._decoder is None:
                self._encoding, self._decoder = "utf-8", _decoder_of("utf-8")()
                data = data.removeprefix("\ufeff")
            data = data.encode("utf-8", "surrogatepass")
        try:
            self._take(bytes(data), bool(isfinal))
            while self._step(isfinal):
                pass
            if isfinal:
                self._end()
            self._flush()
        except _Incomplete:
            self._flush()
            if isfinal:
                self._unclosed()
        self._forget()
        self._finished = bool(isfinal)
        return 1

    def ParseFile(self, file, /):
        """Parse XML data from file-like object."""
        self._idle("ParseFile")
        while True:
            data = file.read(2048)
            if not isinstance(data, (bytes, bytearray)):
                raise TypeError(f"read() did not return a bytes object (type={type(data).__name__})")
            self.Parse(data, not data)
            if not data:
                return 1

    def SetBase(self, base, /):
        """Set the base URL for the parser."""
        self._base = base

    def GetBase(self):
        """Return base URL string for the parser."""
        return self._base

    def GetInputContext(self):
        """Return the untranslated text of the input that caused the current event."""
        return self._text[self._at:].encode() if self._text else None

    def SetParamEntityParsing(self, flag, /):
        """Controls parsing of parameter entities (including the external DTD subset)."""
        self._parse_external = flag
        return 1

    def UseForeignDTD(self, flag=True, /):
        """Allows the application to provide an artificial external subset."""
        if self._stage != "start":
            self._raise(26)
        self._foreign = bool(flag)

    def GetReparseDeferralEnabled(self):
        """Retrieve reparse deferral enabled status."""
        return self._deferral

    def SetReparseDeferralEnabled(self, enabled, /):
        """Enable/Disable reparse deferral."""
        self._deferral = bool(enabled)

    def ExternalEntityParserCreate(self, context, encoding=None, /):
        """Create a parser for parsing an external entity based on the information passed to the ExternalEntityRefHandler."""
        child = XMLParserType(encoding, self._separator, self.intern)
        for name in (*_HANDLERS, "buffer_text", "ordered_attributes", "specified_attributes", "namespace_prefixes", "_base",
                     "_entities", "_parameters", "_attributes", "_parse_external"):
            setattr(child, name, getattr(self, name))
        child._spaces = list(self._spaces)
        child._external = True
        if context is None:
            child._stage = "subset"
        return child

    @property
    def buffer_size(self):
        return self._buffer_size

    @buffer_size.setter
    def buffer_size(self, value):
        if not isinstance(value, int):
            raise TypeError("buffer_size must be an integer")
        if value <= 0:
            raise ValueError("buffer_size must be greater than zero")
        self._flush()
        self._buffer_size = value

    @property
    def buffer_used(self):
        return sum(map(len, self._waiting))


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    """Return a new XML parser object."""
    for name, value in (("encoding", encoding), ("namespace_separator", namespace_separator)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"ParserCreate() argument '{name}' must be str or None, not {type(value).__name__}")
    if namespace_separator is not None and len(namespace_separator) > 1:
        raise ValueError("namespace_separator must be at most one character, omitted, or None")
    if intern is None:
        intern = {}
    elif not isinstance(intern, dict):
        raise TypeError("intern must be a dictionary")
    return XMLParserType(encoding, namespace_separator, intern)
