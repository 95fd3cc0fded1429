"""Names of elements and attributes in their namespaces.

Invariant: there is one table of prefixes for each open element, and one below them; without a separator names stay as they are."""

NAME = r"[^\W\d](?:[\w.:\-\xb7]*)|:[\w.:\-\xb7]*"
_XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "http://www.w3.org/2000/xmlns/"


class Names:
    __slots__ = ()

    # ---- namespaces

    def _resolve(self, name, given):
        space = dict(self._spaces[-1])
        declared, rest = [], {}
        for key, value in given.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                prefix = key[6:] or None
                self._check_space(prefix, value)
                if value or prefix is None:
                    space[prefix] = value
                declared.append(prefix)
                self._tell("StartNamespaceDeclHandler", prefix, value or None)
            else:
                rest[key] = value
        self._spaces.append(space)
        out = {}
        for key, value in rest.items():
            full = self._expanded(key, space, False)
            if full in out:
                self._fail(8, self._at)
            out[full] = value
        return self._expanded(name, space, True), out, declared

    def _check_space(self, prefix, uri):
        if prefix == "xmlns":
            self._fail(39, self._at)
        if prefix == "xml" and uri != _XML:
            self._fail(38, self._at)
        if prefix != "xml" and uri in (_XML, _XMLNS):
            self._fail(40, self._at)
        if prefix is not None and not uri:
            self._fail(28, self._at)

    def _expanded(self, name, space, element):
        prefix, colon, local = name.partition(":")
        if not colon:
            prefix, local = None, name
            if not element:
                return name
        uri = space.get(prefix)
        if not uri:
            if prefix is None:
                return name
            self._fail(27, self._at)
        full = f"{uri}{self._separator}{local}"
        return f"{full}{self._separator}{prefix}" if self.namespace_prefixes and prefix else full

    def _leave(self, declared):
        if self._separator is not None:
            self._spaces.pop()
            for prefix in reversed(declared):
                self._tell("EndNamespaceDeclHandler", prefix)
