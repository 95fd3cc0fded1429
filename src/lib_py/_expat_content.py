"""What stands in a document: elements, text, references, comments, instructions.

Invariant: a step reads one thing whole or raises `Incomplete` and reads nothing; positions are of the document, also while the text of
an entity is read."""

import re

from _expat_errors import Incomplete
from _expat_names import NAME as _NAME, Names

_VALUE = r"""(?:"[^<"]*"|'[^<']*')"""
_name = re.compile(_NAME)
_space = re.compile(r"[ \t\n]*")
_start = re.compile(rf"<({_NAME})((?:[ \t\n]+(?:{_NAME})[ \t\n]*=[ \t\n]*{_VALUE})*)[ \t\n]*(/?)>")
_attribute = re.compile(rf"[ \t\n]+({_NAME})[ \t\n]*=[ \t\n]*({_VALUE})")
_end = re.compile(rf"</({_NAME})[ \t\n]*>")
_text = re.compile(r"(?:[^<&\n\]]|\](?!\]>))+|\n")
_reference = re.compile(rf"&(?:#([0-9]+)|#x([0-9a-fA-F]+)|({_NAME}));")
_bad_char = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_instruction = re.compile(rf"<\?({_NAME})(?:[ \t\n]+(.*?))?\?>", re.S)
_declaration = re.compile(
    rf"""<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*({_VALUE})"""
    rf"""(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*({_VALUE}))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'](?:yes|no)["']))?[ \t\n]*\?>""")

_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
# the text that entities may become without a look at how much the document has itself
_FREE = 8 << 20


class Content(Names):
    __slots__ = ()

    # ---- the document

    def _step(self, final):
        """Reads one thing; false at the end of what is there."""
        text, pos = self._text, self._pos
        if pos >= len(text):
            return False
        self._at = pos
        if self._stage == "start":
            if not text.startswith("<?xml", pos) or text[pos + 5:pos + 6] not in " \t\n":
                if "<?xml".startswith(text[pos:]) and not final:
                    raise Incomplete
                self._stage = "content" if self._external else "prolog"
                return True
            self._pos = self._xml_declaration(text, pos)
            self._stage = "content" if self._external else "prolog"
            return True
        if self._stage == "subset":
            self._subset(text[pos:])
            self._pos = len(text)
            return True
        if self._open or self._external:
            self._pos = self._content(text, pos, final)
            if not self._open and not self._external:
                self._stage = "epilog"
            return True
        space = _space.match(text, pos).end()
        if space > pos:
            self._default(text[pos:space])
            self._pos = space
            return True
        if text[pos] != "<":
            word = _name.match(text, pos)
            whole = word and text[word.end():word.end() + 1] in " \t\n"
            if self._stage == "epilog" or whole:
                self._fail(9 if self._stage == "epilog" else 2, pos)
            self._fail(4, word.end() if word else pos)
        rest = text[pos:pos + 9]
        if len(rest) < 9 and not final and ("<!--".startswith(rest) or "<!DOCTYPE".startswith(rest)):
            raise Incomplete
        if text.startswith(("<!--", "<?"), pos):
            self._pos = self._markup(text, pos)
        elif text.startswith("<!DOCTYPE", pos) and self._stage == "prolog" and not self._typed:
            self._pos = self._document_type(text, pos)
        elif self._stage == "epilog":
            self._fail(9, pos)
        elif rest.startswith("<!"):
            self._fail(2, pos)
        elif rest.startswith("</"):
            self._fail(4, pos + 1)
        else:
            if self._foreign:
                self._foreign = False
                self._outer_subset(None, None)
            self._pos = self._start_tag(text, pos)
            if not self._open:
                self._stage = "epilog"
        return True

    def _xml_declaration(self, text, pos):
        end = text.find("?>", pos)
        if end < 0:
            raise Incomplete
        found = _declaration.match(text, pos)
        if found is None:
            if self._external and re.match(r"<\?xml[ \t\n]+encoding", text[pos:]):
                self._default(text[pos:end + 2])
                return end + 2
            self._fail(30, pos)
        version, encoding, standalone = (part and part[1:-1] for part in found.groups())
        self._standalone = {None: -1, "no": 0, "yes": 1}[standalone]
        if not self._tell("XmlDeclHandler", version, encoding, self._standalone):
            self._default(found[0])
        return found.end()

    def _content(self, text, pos, final):
        c = text[pos]
        if c == "<":
            if text.startswith("</", pos):
                return self._end_tag(text, pos)
            if text.startswith(("<!--", "<?"), pos):
                return self._markup(text, pos)
            if text.startswith("<![CDATA[", pos):
                return self._section(text, pos)
            rest = text[pos:pos + 9]
            if len(rest) < 9 and ("<![CDATA[".startswith(rest) or "<!--".startswith(rest)):
                raise Incomplete
            if rest.startswith("<!"):
                self._fail(4, pos + 2)
            return self._start_tag(text, pos)
        if c == "&":
            return self._entity_in_content(text, pos)
        if c == "]" and text.startswith("]]>", pos):
            self._fail(4, pos + 2)
        found = _text.match(text, pos)
        if found.end() == len(text) and c != "\n" and text[-1] == "]" and not final:
            # the end of a CDATA section, which has no place here, may be going to stand there
            found = _text.match(text, pos, len(text.rstrip("]")))
            if found is None:
                raise Incomplete
        bad = _bad_char.search(found[0])
        if bad:
            self._data(found[0][:bad.start()]) if bad.start() else None
            self._fail(4, pos + bad.start())
        self._data(found[0])
        return found.end()

    def _markup(self, text, pos):
        """A comment or a processing instruction."""
        if text.startswith("<!--", pos):
            end = text.find("--", pos + 4)
            if end < 0 or end + 2 >= len(text):
                raise Incomplete
            if text[end + 2] != ">":
                self._fail(4, end + 2)
            self._check(text, pos, end)
            if not self._tell("CommentHandler", text[pos + 4:end]):
                self._default(text[pos:end + 3])
            return end + 3
        end = text.find("?>", pos)
        if end < 0:
            raise Incomplete
        found = _instruction.match(text, pos)
        if found is None:
            name = _name.match(text, pos + 2)
            self._fail(4, name.end() if name else pos + 2)
        if found[1].lower() == "xml":
            self._fail(17 if found[1] == "xml" else 4, pos if found[1] == "xml" else pos + 5)
        self._check(text, pos, end)
        if not self._tell("ProcessingInstructionHandler", found[1], found[2] or ""):
            self._default(found[0])
        return found.end()

    def _check(self, text, pos, end):
        bad = _bad_char.search(text, pos, end)
        if bad:
            self._fail(4, bad.start())

    def _section(self, text, pos):
        end = text.find("]]>", pos)
        if end < 0:
            raise Incomplete
        self._check(text, pos, end)
        if not self._tell("StartCdataSectionHandler"):
            self._default("<![CDATA[")
        for line in text[pos + 9:end].splitlines(True) if text[pos + 9:end].isascii() else [text[pos + 9:end]]:
            body = line.removesuffix("\n")
            if body:
                self._data(body)
            if body != line:
                self._data("\n")
        if not self._tell("EndCdataSectionHandler"):
            self._default("]]>")
        return end + 3

    def _bad_tag(self, text, pos):
        """Where a start tag that does not match stops being one."""
        end = len(text)
        pos += 1
        while True:
            found = _name.match(text, pos)
            pos = found.end() if found else pos
            if pos >= end:
                raise Incomplete
            if not found:
                break
            if pos < end and text[pos] == "=" or text[_space.match(text, pos).end():][:1] == "=":
                pos = _space.match(text, _space.match(text, pos).end() + 1).end()
                if pos >= end:
                    raise Incomplete
                if text[pos] not in "\"'":
                    break
                close = text.find(text[pos], pos + 1)
                less = text.find("<", pos + 1, close if close >= 0 else end)
                if less >= 0:
                    pos = less
                    break
                if close < 0:
                    raise Incomplete
                pos = close + 1
                if pos < end and text[pos] not in " \t\n/>":
                    break
            elif text[pos] not in " \t\n/>":
                break
            pos = _space.match(text, pos).end()
            if pos >= end:
                raise Incomplete
            if text[pos] == "/":
                pos += 1
                if pos >= end:
                    raise Incomplete
                break
            if text[pos] == ">":
                break
        self._fail(4, pos)

    def _start_tag(self, text, pos):
        found = _start.match(text, pos)
        if found is None:
            self._bad_tag(text, pos)
        self._check(text, pos, found.end())
        name, empty = found[1], found[3]
        given = {}
        for part in _attribute.finditer(text, found.end(1), found.end(2)):
            if part[1] in given:
                self._fail(8, part.start(1))
            given[part[1]] = self._value(part[2][1:-1], part.start(2) + 1)
        specified = len(given)
        known = self._attributes.get(name)
        if known:
            for key, (kind, default) in known.items():
                if key in given:
                    if kind != "CDATA":
                        given[key] = " ".join(given[key].split(" ")).strip() if "  " not in given[key] else " ".join(given[key].split())
                elif default is not None:
                    given[key] = default
        declared = ()
        if self._separator is not None:
            name, given, declared = self._resolve(name, given)
        if self.specified_attributes:
            given = dict(list(given.items())[:specified])
        if self.ordered_attributes:
            given = [part for item in given.items() for part in item]
        if not self._tell("StartElementHandler", name, given):
            self._default(found[0])
        if empty:
            self._tell("EndElementHandler", name)
            self._leave(declared)
        else:
            self._open.append((found[1], name, declared, self._depth))
        return found.end()

    def _end_tag(self, text, pos):
        found = _end.match(text, pos)
        if found is None:
            name = _name.match(text, pos + 2)
            at = _space.match(text, name.end()).end() if name else pos + 2
            if at >= len(text):
                raise Incomplete
            self._fail(4, at)
        if not self._open or self._open[-1][3] != self._depth:
            self._fail(13 if self._depth else 4, pos)
        raw, name, declared, _ = self._open[-1]
        if found[1] != raw:
            self._fail(7, pos + 2)
        self._open.pop()
        if not self._tell("EndElementHandler", name):
            self._default(found[0])
        self._leave(declared)
        return found.end()

    # ---- references

    def _character(self, found, at):
        code = int(found[1]) if found[1] else int(found[2], 16)
        if code > 0x10ffff or code == 0 or _bad_char.match(chr(code)):
            self._fail(14, at)
        return chr(code)

    def _find_reference(self, text, pos):
        found = _reference.match(text, pos)
        if found is None:
            if ";" not in text[pos:] and len(text) - pos < 64 and re.fullmatch(r"&(#x?)?[\w.:\-]*", text[pos:]):
                raise Incomplete
            body = re.match(r"&(?:#x[0-9a-fA-F]*|#[0-9]*|[\w.:\-]*)", text[pos:])
            self._fail(4, pos + body.end())
        return found

    def _enter(self, entity, at):
        if entity.open:
            self._fail(12, at)
        self._grown += len(entity.text)
        if self._grown > _FREE and self._grown > 100 * (self._bytes + len(self._text)):
            self._fail(43, at)

    def _entity_in_content(self, text, pos):
        found = self._find_reference(text, pos)
        name = found[3]
        if name is None:
            self._data(self._character(found, pos))
        elif name in _PREDEFINED:
            self._data(_PREDEFINED[name])
        else:
            entity = self._entities.get(name)
            if entity is None:
                if self._stage_known():
                    self._fail(11, pos)
                if not self._tell("SkippedEntityHandler", name, 0):
                    self._default(found[0])
            elif entity.notation is not None:
                self._fail(15, pos)
            elif entity.text is None:
                self._outer(name, entity)
            elif self.DefaultHandler is not None and self.DefaultHandlerExpand is None:
                if not self._tell("SkippedEntityHandler", name, 0):
                    self._default(found[0])
            else:
                self._expand(entity, pos)
        return found.end()

    def _stage_known(self):
        """Whether all declarations there are have been read."""
        return "" not in self._entities or self._standalone == 1

    def _expand(self, entity, pos):
        self._enter(entity, pos)
        entity.open = True
        self._depth += 1
        at, inner = 0, entity.text
        try:
            while at < len(inner):
                at = self._content(inner, at, True)
        except Incomplete:
            self._fail(5, pos)
        finally:
            entity.open = False
            self._depth -= 1
        if self._open and self._open[-1][3] > self._depth:
            self._fail(13, pos)

    def _outer(self, name, entity):
        """An entity whose text is elsewhere."""
        handler = self.ExternalEntityRefHandler
        if handler is None:
            self._default(f"&{name};")
            return
        self._flush()
        if not handler(name, entity.base, entity.system, entity.public):
            self._fail(21, self._at)

    def _value(self, text, at):
        """An attribute's value: white space is spaces, references are replaced."""
        text = text.replace("\t", " ").replace("\n", " ")
        if "&" not in text:
            return text
        out, pos = [], 0
        while True:
            next = text.find("&", pos)
            if next < 0:
                out.append(text[pos:])
                return "".join(out)
            out.append(text[pos:next])
            try:
                found = self._find_reference(text, next)
            except Incomplete:
                self._fail(4, at + len(text))
            name = found[3]
            if name is None:
                out.append(self._character(found, at + next))
            elif name in _PREDEFINED:
                out.append(_PREDEFINED[name])
            else:
                entity = self._entities.get(name)
                if entity is None:
                    if self._stage_known():
                        self._fail(11, at + next)
                elif entity.notation is not None:
                    self._fail(15, at + next)
                elif entity.text is None:
                    self._fail(16, at + next)
                else:
                    self._enter(entity, at + next)
                    if "<" in entity.text:
                        self._fail(4, self._at)
                    entity.open = True
                    try:
                        out.append(self._value(entity.text, at))
                    finally:
                        entity.open = False
            pos = found.end()
