# Tuples of very different widths, and texts that are too long to be taken at once.
import json
import xml.etree.ElementTree as ET

many = [(i,) for i in range(30000)] + [tuple(range(30000))]
many.sort(key=None)
print(many[:3], len(many[1]), many[-1])
uneven = [(3, "b"), (3,), (1, 2.5), (3, "a", 0), (), (1,)]
print(sorted(uneven, key=lambda t: t))
print(sorted(tuple("abc"[i:]) + ("z",) * i for i in range(3)))
try:
    sorted([(1, "a"), (1, 2)])
except TypeError as error:
    print(error)

for text in ['"\\u1234', '"\\u123', '"\\u1234"', '"\\u12"', '"\\ud83d\\ude00"', '"\\ud83d']:
    try:
        print(ascii(json.loads(text)))
    except json.JSONDecodeError as error:
        print(error)

for cut in range(1, 60, 4):
    document = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x>y.dtd"><html/>'
    parser = ET.XMLPullParser(["end"])
    parser.feed(document[:cut])
    parser.feed(document[cut:])
    parser.close()
    print(cut, [element.tag for _, element in parser.read_events()])
print(ET.fromstring("\ufeff<a/>").tag)
