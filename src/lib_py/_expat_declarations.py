"""The document type: what it declares of entities, attributes, elements and notations.

Invariant: the first declaration of a name counts; a model of any depth is read without recursion."""

import re

from _expat_errors import Incomplete
from _expat_names import NAME as _NAME

_name = re.compile(_NAME)
_space = re.compile(r"[ \t\n]*")
_doctype = re.compile(
    rf"""<!DOCTYPE[ \t\n]+({_NAME})(?:[ \t\n]+(?:(SYSTEM)|(PUBLIC)[ \t\n]+("[^"]*"|'[^']*'))[ \t\n]+("[^"]*"|'[^']*'))?[ \t\n]*""")
_declared = re.compile(r"""<!--(.*?)-->|<\?(.*?)\?>|<!((?:"[^"]*"|'[^']*'|[^"'>])*)>|%([^;]*);|([ \t\n]+)""", re.S)
_quoted = re.compile(r""""[^"]*(?:"|$)|'[^']*(?:'|$)""")
_token = re.compile(r"""[ \t\n]*("[^"]*"|'[^']*'|[()|,]|[^ \t\n"'()|,]+)""")


class _Entity:
    def __init__(self, text, base=None, system=None, public=None, notation=None):
        self.text, self.base, self.system, self.public, self.notation = text, base, system, public, notation
        self.open = False


class Declarations:
    __slots__ = ()

    # ---- declarations

    def _document_type(self, text, pos):
        found = _doctype.match(text, pos)
        if found is None or found.end() >= len(text):
            if ">" in text[pos:]:
                self._fail(2, _space.match(text, pos + 9).end())
            raise Incomplete
        name, _, _, public, system = found.groups()
        public, system = (part and part[1:-1] for part in (public, system))
        end, subset = found.end(), None
        if text[end] == "[":
            end = self._subset_end(text, end + 1)
            subset = text[found.end() + 1:end]
            end = _space.match(text, end + 1).end()
        if end >= len(text):
            raise Incomplete
        if text[end] != ">":
            # the rest of where the outer subset is may be still to come
            if text[end] in "SP" and ">" not in _quoted.sub("", text[end:]):
                raise Incomplete
            self._fail(2 if _name.match(text, end) else 4, end)
        self._typed = True
        told = self._tell("StartDoctypeDeclHandler", name, system, public and " ".join(public.split()), int(subset is not None))
        if not told:
            for part in re.findall(r"""<!DOCTYPE|[ \t\n]+|"[^"]*"|'[^']*'|[^ \t\n"']+""", found[0]):
                self._default(part)
        if system is not None:
            self._entities.setdefault("", _Entity(None))
        if subset is not None:
            self._subset(subset)
        if system is not None or self._foreign:
            self._outer_subset(system, public)
        if system is not None and self._standalone != 1 and self.NotStandaloneHandler is not None:
            self._flush()
            if not self.NotStandaloneHandler():
                self._fail(22, self._at)
        if not self._tell("EndDoctypeDeclHandler") and not told:
            self._default(">")
        return end + 1

    def _outer_subset(self, system, public):
        wanted = self._parse_external == 2 or self._parse_external == 1 and self._standalone != 1
        if wanted and self.ExternalEntityRefHandler is not None:
            self._flush()
            if not self.ExternalEntityRefHandler(None, self._base, system, public):
                self._fail(21, self._at)

    def _subset_end(self, text, pos):
        while True:
            if pos >= len(text):
                raise Incomplete
            if text[pos] == "]":
                return pos
            found = _declared.match(text, pos)
            if found is None:
                if text[pos] in "<%":
                    raise Incomplete
                self._fail(2 if _name.match(text, pos) else 4, pos)
            pos = found.end()

    def _subset(self, text):
        pos = 0
        while pos < len(text):
            found = _declared.match(text, pos)
            if found is None:
                self._fail(2, self._at)
            comment, instruction, declaration, reference, space = found.groups()
            if comment is not None:
                if not self._tell("CommentHandler", comment):
                    self._default(found[0])
            elif instruction is not None:
                target, _, data = instruction.partition(" ")
                if target != "xml":
                    self._tell("ProcessingInstructionHandler", target, data.lstrip())
            elif declaration is not None:
                self._declare(declaration, found[0])
            elif reference is not None:
                self._parameter(reference)
            else:
                self._default(space)
            pos = found.end()

    def _parameter(self, name):
        entity = self._parameters.get(name)
        self._entities.setdefault("", _Entity(None))
        if entity is None:
            self._tell("SkippedEntityHandler", name, 1)
        elif entity.text is not None:
            self._enter(entity, self._at)
            entity.open = True
            try:
                self._subset(entity.text)
            finally:
                entity.open = False
        elif self._parse_external:
            self._outer(name, entity)

    def _declare(self, text, whole):
        words = _token.findall(text)
        kind = words.pop(0) if words else ""
        try:
            if kind == "ENTITY":
                told = self._declare_entity(words)
            elif kind == "ATTLIST":
                told = self._declare_attributes(words)
            elif kind == "ELEMENT":
                told = self._declare_element(words)
            elif kind == "NOTATION":
                name = words.pop(0)
                public, system = self._identifiers(words)
                told = self._tell("NotationDeclHandler", name, self._base, system, public)
            else:
                self._fail(2, self._at)
        except IndexError:
            self._fail(2, self._at)
        if not told:
            self._default(whole)

    def _identifiers(self, words):
        kind = words.pop(0)
        if kind == "SYSTEM":
            return None, words.pop(0)[1:-1]
        if kind != "PUBLIC":
            self._fail(2, self._at)
        public = " ".join(words.pop(0)[1:-1].split())
        return public, words.pop(0)[1:-1] if words and words[0][0] in "\"'" else None

    def _declare_entity(self, words):
        table, is_parameter = self._entities, words[0] == "%"
        if is_parameter:
            table = self._parameters
            words.pop(0)
        name = words.pop(0)
        if words[0][0] in "\"'":
            value = words.pop(0)[1:-1]
            value = re.sub("&#([0-9]+);|&#x([0-9a-fA-F]+);", lambda m: self._character(m, self._at), value)
            value = re.sub(f"%({_NAME});", lambda m: self._parameters[m[1]].text if m[1] in self._parameters else "", value)
            entity = _Entity(value, self._base)
        else:
            public, system = self._identifiers(words)
            notation = words[1] if words and words[0] == "NDATA" else None
            entity = _Entity(None, self._base, system, public, notation)
        if name in table:
            return True
        table[name] = entity
        if entity.notation is not None and self.UnparsedEntityDeclHandler is not None:
            return self._tell("UnparsedEntityDeclHandler", name, self._base, entity.system, entity.public, entity.notation)
        return self._tell("EntityDeclHandler", name, int(is_parameter), entity.text, self._base, entity.system, entity.public,
                          entity.notation)

    def _declare_attributes(self, words):
        element, told = words.pop(0), False
        known = self._attributes.setdefault(element, {})
        while words:
            name, kind = words.pop(0), words.pop(0)
            if kind == "NOTATION":
                kind += words.pop(0)
            if kind.endswith("("):
                while not kind.endswith(")"):
                    kind += words.pop(0)
            mode = words.pop(0)
            required, default = int(mode in ("#REQUIRED", "#FIXED")), None
            if mode == "#FIXED":
                mode = words.pop(0)
            if mode[0] in "\"'":
                default = self._value(mode[1:-1], self._at)
            if name not in known:
                known[name] = kind, default
                told = self._tell("AttlistDeclHandler", element, name, kind, default, required) or told
        return told

    def _declare_element(self, words):
        name = words.pop(0)
        if self.ElementDeclHandler is None:
            return False
        words = [part for word in words for part in re.findall(r"[()|,?*+]|[^()|,?*+]+", word)]
        if words[0] in ("EMPTY", "ANY"):
            content = (1 if words[0] == "EMPTY" else 2, 0, None, ())
        else:
            content = self._group(words)
        return self._tell("ElementDeclHandler", name, content)

    def _group(self, words):
        """The model of an element's content, without recursion: a stack of groups that are open."""
        stack, done = [], None
        quantity = lambda: {"?": 1, "*": 2, "+": 3}[words.pop(0)] if words and words[0] in "?*+" else 0
        while words:
            word = words.pop(0)
            if word == "(":
                stack.append([6, []])
            elif word == ")":
                kind, parts = stack.pop()
                done = (kind, quantity(), None, tuple(parts))
                if not stack:
                    return done
                stack[-1][1].append(done)
            elif word == "#PCDATA":
                stack[-1][0] = 3
            elif word == "|":
                if stack[-1][0] == 6:
                    stack[-1][0] = 5
            elif word != ",":
                stack[-1][1].append((4, quantity(), word, ()))
        self._fail(2, self._at)
