# XML that expat refuses, and parsers that are used from their own handlers.
import pyexpat


def parse(text, **handlers):
    p = pyexpat.ParserCreate()
    for name, handler in handlers.items():
        setattr(p, name, handler)
    try:
        p.Parse(text, True)
        print("parsed")
    except pyexpat.ExpatError as e:
        print(e, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex)


parse("<!DOCTYPE a><!DOCTYPE a><a/>")
parse("<!DOCTYPE a>\n<!-- c -->\n<!DOCTYPE b><a/>")
parse('<!DOCTYPE a [<!ENTITY e "&#60;">]><a x="&e;"/>')
parse('<!DOCTYPE a [<!ENTITY e "<">]>\n<a x="&e;"/>')
parse('<!DOCTYPE a [<!ENTITY e "x"><!ENTITY f "&e;<">]><a y="1" x="&f;"/>')
parse('<!DOCTYPE a [<!ENTITY e "&#38;#60;">]><a x="&e;"/>', StartElementHandler=print)
parse('<!DOCTYPE a [<!ENTITY e "&lt;">]><a x="&e;"/>', StartElementHandler=print)

parser = pyexpat.ParserCreate()


def start(name, attributes):
    for again in (lambda: parser.Parse("<x/>"), lambda: parser.ParseFile(None)):
        try:
            again()
        except RuntimeError as e:
            print("RuntimeError:", e)


parser.StartElementHandler = start
print(parser.Parse("<a/>", True))

parser = pyexpat.ParserCreate()
places = []
parser.StartElementHandler = lambda *args: places.append(
    (parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex))
parser.Parse("<a>é\n <b/>\n")
parser.Parse(" é<b/><b>\n")
parser.Parse("</b>\n" + "<b/>\n" * 2000 + "</a>", True)
print(places[:5], places[-1], len(places))
