"""Elements of xml.etree as the C classes are: lists, messages, and tracebacks without their inside."""

import traceback
import xml.etree.ElementTree as ET

root = ET.fromstring('<shop a="1" b="2"><item n="x">one</item><item n="y"/></shop>')
print(root.keys(), root.items(), root[0].keys(), root[1].items())
for index in (2, -3):
    try:
        root[index]
    except IndexError as e:
        print(e)
print(root[-1].get("n"), root[0:9], len(root[:1]))
for attempt in (lambda: root.append("text"), lambda: root.remove(ET.Element("z"))):
    try:
        attempt()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, str(e).split(", not")[0])
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as e:
    print(e, e.code, e.position, e.__cause__)
    traceback.print_exc()
ET.XML("<a>")
