# JSON: keys in changing order and of all kinds, numbers at every edge, wide documents, escapes at the ends.
import json

docs = [
    '[{"a": 1, "b": 2, "c": 3}, {"a": 4, "b": 5, "c": 6}, {"c": 7, "a": 8}, {"b": 9, "x": 10, "a": 11}, {}]',
    '{"a": {"a": {"a": 1, "b": 2}, "b": 3}, "b": 4}',
    '{"k": 1, "k": 2, "": 3, "\\u00e9": 4, "\u00e9": 5, "\\n": 6, "\u65e5": 7, "\U0001f600": 8}',
    '[0, -0, 7, -7, 10, 999999999999999999, 1000000000000000000, -9223372036854775808, 123456789012345678901234567890]',
    '[0.5, -0.5, 0.0, -0.0, 1e3, 1E-3, 1.5e+10, 123456789.125, 1e400, -1e400, 5e-324, 0e5]',
    '["", "a", "\\"", "\\\\", "a\\"", "\\"a", "\\ud83d\\ude00", "\\ud83d", "\\ude00x", "tab\\tend", "\u00e9", "caf\u00e9 \u65e5\u672c"]',
    ' \n\t[ 1 , [ ] , { } , null , true , false , NaN , Infinity , -Infinity ] \r\n',
]
for doc in docs:
    for text in (doc, doc.replace("a", "\u65e5"), doc.replace("b", "\U0001f600")):
        value = json.loads(text) if "f\u65e5lse" not in text else None
        print(ascii(value))
        print(json.dumps(value), ascii(json.dumps(value, ensure_ascii=False, indent=1))[:300])
keys = [list(d) for d in json.loads(docs[0])]
print(keys[0][0] is keys[1][0], keys[0][2] is keys[2][0], keys[3][1] == "x")
for bad in ("01", "-", "1.", ".5", "1e", "+1", "--1", "-a", '"', '"\\', '"\\u12', '{"a"', '{"a" 1}', '{"a": 1,}', '{1: 2}', "[1,]", "[1 2]", "1 2", "nul", "-Inf", '"\n"'):
    try:
        print(bad, json.loads(bad))
    except json.JSONDecodeError as e:
        print(ascii(bad), e)
