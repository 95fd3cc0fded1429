"""Trees, documents and events out of XML, and the errors of what is not well-formed."""

import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
import xmlrpc.client
from xml.parsers import expat

document = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE root [<!ENTITY hi "hello &#65; <b>bold</b>"><!ATTLIST item kind CDATA "plain" id ID #IMPLIED>]>
<!-- top -->
<root xmlns="http://a" xmlns:x="http://x" a='1' x:b="2&lt;3&#x41;">
  text &amp; more &hi;
  <item n="1"/><x:item>\xe9\r\n<![CDATA[ <raw> & ]]></x:item>
  <?pi some data?>
  tail
</root>
"""

root = ET.fromstring(document)
print(ET.tostring(root))
print([(e.tag, e.attrib, e.text, e.tail) for e in root.iter()])
print(root.find(".//{http://x}item").text, [e.get("n") for e in root.findall("{http://a}item")])
tree = xml.dom.minidom.parseString(document)
print(ascii(tree.toxml()))
print(tree.documentElement.getElementsByTagName("item")[0].getAttribute("kind"))


class Events(xml.sax.ContentHandler):
    def startElement(self, name, attrs):
        print("start", name, dict(attrs))

    def endElement(self, name):
        print("end", name)

    def characters(self, content):
        print("characters", ascii(content))

    def processingInstruction(self, target, data):
        print("instruction", target, data)


xml.sax.parseString(document.encode(), Events())
for bad in """|<a>|<a></b>|<a|<a b>|<a b=1>|<a b="1" b="2"/>|<a/><b/>|text|<a>&foo;</a>|<a>]]></a>|<a>&#0;</a>|<a><b></a>
|<x:a/>|<a>&foo</a>|<!-- -- --><a/>| <?xml version="1.0"?><a/>|<a b="<"/>|<a>text|</a>|<a><![CDATA[x</a>|<a b="x|<1a/>|<a b = "1"c="2"/>
|<?xml version="1.0" encoding="nope"?><a/>|<!DOCTYPE a><a>&x;</a>|<!DOCTYPE a SYSTEM "x"><a>&x;</a>|<a xmlns:x=""/>|<a></a b>|junk<a/>
|<a/>junk""".split("|"):
    try:
        print(ET.tostring(ET.fromstring(bad.strip("\n"))))
    except ET.ParseError as e:
        print(ascii(bad), e, e.code, e.position)

pull = ET.XMLPullParser(["start", "end", "comment", "pi", "start-ns", "end-ns"])
for c in document:
    pull.feed(c)
pull.close()
print([(event, getattr(e, "tag", e) if event in ("start", "end") else getattr(e, "text", e)) for event, e in pull.read_events()])
print(plistlib.loads(plistlib.dumps({"a": [1, 2.5, True, b"xyz"], "d": {"k": "v<"}})))
print(xmlrpc.client.loads(xmlrpc.client.dumps((1, "two", [3.0, {"x": None}]), "m", allow_none=True)))
element = ET.Element("a")
ET.SubElement(element, "b", {"k": 'v"'}).text = "x<y"
ET.indent(element)
print(ET.tostring(element, encoding="unicode"))
print([(event, e.tag) for event, e in ET.iterparse(io.BytesIO(document.encode()))])
for encoding in ("utf-16", "iso-8859-1", "cp1252"):
    text = f"<?xml version='1.0' encoding='{encoding}'?><a b='\xe9'>\xfc</a>"
    print(encoding, ascii(ET.fromstring(text.encode(encoding)).attrib))

parser = expat.ParserCreate()
for name in ("CharacterDataHandler", "ElementDeclHandler", "AttlistDeclHandler", "EntityDeclHandler", "NotationDeclHandler",
             "UnparsedEntityDeclHandler", "StartDoctypeDeclHandler", "EndDoctypeDeclHandler", "XmlDeclHandler", "CommentHandler",
             "StartCdataSectionHandler", "EndCdataSectionHandler", "SkippedEntityHandler"):
    setattr(parser, name, lambda *args, name=name: print(name.removesuffix("Handler"), args))
parser.StartElementHandler = lambda *args: print("Start", args, parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex)
parser.Parse("""<?xml version='1.0'?><!DOCTYPE r PUBLIC "p  q" "s" [<!ELEMENT r (a|(b,c?)+|d)*><!ELEMENT m (#PCDATA|x)*><!ELEMENT e EMPTY>
<!NOTATION n SYSTEM "x"><!ENTITY u SYSTEM "f" NDATA n><!ENTITY % pe "x"><!ATTLIST r k (a|b) "a" j CDATA #REQUIRED><!--c-->
]><r k='b'>a\n b]]&gt; \xfc<z/>&u2;<![CDATA[x]]></r>""", True)
