import re, json, csv, io, html, urllib.parse as up, shlex, difflib, base64, binascii, struct, hashlib, hmac, uuid, zlib
p = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)(?:-(\d\d))?", re.I | re.X); m = p.search("on 2024-05 and 2023-01-02"); print(p, m, m.groupdict(), m.groups("d"), m.span("m"), m[0], m.lastgroup, m.expand(r"\g<y>/\2"), p.findall("2024-05 2023-01-02"), [x.start() for x in p.finditer("2024-05 2023-01-02")], p.sub(lambda m: m["m"], "2024-05x"), p.subn("_", "2024-05 2024-06", 1), re.split(r"(,)|;", "a,b;c"), re.escape("a.b*c"), re.fullmatch("a|ab", "ab"), re.match(r"(?i:A)b", "ab"), re.findall(r"\b\w", "héllo wörld"), re.sub(r"(?<=a)b(?!c)", "X", "abc abd"), re.search(r"(a)?b(?(1)c|d)", "bd"), re.findall(r"(?s).+?(?=\Z)", "a\nb"), re.compile("x", re.A | re.M).flags, re.search(r"(?>a+)b", "aaab"), re.search(r"a++b", "aaab"), re.sub("", "-", "abc"), re.split("", "abc"), re.sub(r"\w", r"\g<0>\g<0>", "ab"))
for pat in ["(", ")", "[", "*", "a**", "a{2,1}", "(?P<1>a)", "(?P<a>x)(?P<a>y)", "(?<=a+)b", r"\8", "[z-a]", "(?x", "(?P=q)", "(?z)", r"\q", "(?(9)a|b)", "a(?i)b", "(?P<a", "[[:x:]]", r"\N{nope}", r"\u12", "x{99999999999}", "(?<n>a)", "+a", "(?-i)", "(?i-i:a)", "|*", "[a", "(?#", "\\"]:
    try: print(pat, re.compile(pat))
    except re.error as e: print(pat, "->", e, e.pos, e.lineno, e.colno)
    except Exception as e: print(pat, repr(e))
try: re.sub("a", r"\9", "a")
except re.error as e: print(e)
for s in ['{"a": [1, 2.5, -0, 1e5, null, true, "\\u00e9\\n"]}', "[1,]", "{", '{"a" 1}', '{"a":}', "nul", '"\x01"', '"\\x"', "01", "[1 2]", "", "1 2", '{"a":1,}', "NaN", "-", '"\\ud800"', "[" * 5, "{1:2}", "'a'", "[1}"]:
    try: print(json.loads(s))
    except json.JSONDecodeError as e: print(repr(s), "->", e)
print(json.dumps({"b": [1, (2,), None, True, 1.0, float("inf"), "é\u2028\"\\"], 1: 2, None: 3, True: 4, 1.5: 5}), json.dumps({"z": 1, "a": {"y": [], "x": {}}}, indent=2, sort_keys=True), json.dumps([1, {"a": 2}], separators=(",", ":"), indent="\t"), json.dumps("é", ensure_ascii=False))
for f in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps(l), lambda: json.loads(3), lambda: json.dumps({"a": [object]}), lambda: json.loads(b"\xff")):
    l = []; l.append(l)
    try: print(f())
    except Exception as e: print(type(e).__name__, e, getattr(e, "__notes__", ""))
class E(json.JSONEncoder):
    def default(self, o): return list(o) if isinstance(o, set) else super().default(o)
print(json.dumps({1}, cls=E), json.loads('{"a": 1.1}', parse_float=str, object_pairs_hook=list), json.loads("[1]", object_hook=dict), json.JSONDecoder().raw_decode("1 x"))
w = io.StringIO(); c = csv.writer(w, quoting=csv.QUOTE_NONNUMERIC); c.writerow([1, "a,b", 'q"q', None, 2.5, "x\ny"]); print(repr(w.getvalue())); print(list(csv.reader(['a,"b ""c""",d', "1;2", '"x', 'y",z'])), list(csv.DictReader(io.StringIO("a,b\n1,2\n3\n4,5,6"))), csv.Sniffer().sniff("a;b\n1;2").delimiter, csv.list_dialects())
w = io.StringIO(); d = csv.DictWriter(w, ["a", "b"], restval="-", extrasaction="ignore", delimiter="\t", lineterminator="\n"); d.writeheader(); d.writerow({"a": 1, "c": 2}); print(repr(w.getvalue()))
try: csv.DictWriter(w, ["a"]).writerow({"z": 1})
except ValueError as e: print(e)
try: list(csv.reader(["a\0b", '"a"b'], strict=True))
except csv.Error as e: print(e)
print(html.escape("<a href='x'>&"), html.unescape("&lt;&eacute;&#x41;&nosuch;&amp"), up.urlparse("https://u:p@h.com:80/p;x?q=1&q=2#f"), up.parse_qs("a=1&a=2&b="), up.quote("a b/é?"), up.unquote("%C3%A9+"), up.urlencode({"a": [1, 2], "b": "x y"}, doseq=True), up.urljoin("http://a/b/c", "../d?x"), up.urlsplit("//h/p").geturl(), up.parse_qsl("a=1;b", keep_blank_values=True))
try: up.urlparse("http://[x").port
except ValueError as e: print(e)
print(shlex.split("a 'b c' \"d\\\"e\" f\\ g # h"), shlex.quote("it's"), shlex.join(["a b", "c"]))
try: shlex.split("'a")
except ValueError as e: print(e)
print("".join(difflib.unified_diff("a\nb\nc\n".splitlines(1), "a\nx\nc\nd\n".splitlines(1), "f", "t")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), "\n".join(difflib.ndiff(["one", "two"], ["ore", "two", "tree"])), difflib.SequenceMatcher(None, "abxcd", "abcd").get_opcodes())
print(base64.b64encode(b"\xff\xfe\x00"), base64.urlsafe_b64encode(b"\xff\xfe"), base64.b32encode(b"hi"), base64.b85encode(b"hello"), base64.a85encode(b"hello\0\0\0\0"), base64.b16decode("FF"), binascii.hexlify(b"ab", "-"), struct.pack(">HbI?f3s", 1, -1, 2, True, 1.5, b"ab"), struct.unpack("<2h", b"\1\0\2\0"), struct.calcsize("bi"), hashlib.sha256(b"x").hexdigest(), hashlib.md5(b"").hexdigest(), hashlib.blake2b(b"a", digest_size=4).hexdigest(), hmac.new(b"k", b"m", "sha1").hexdigest(), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.UUID(int=5), zlib.crc32(b"abc"), zlib.decompress(zlib.compress(b"a" * 50)), hashlib.sha3_256(b"").hexdigest()[:8], hashlib.new("sha512", b"q").name, uuid.UUID("{12345678-1234-5678-1234-567812345678}").fields, uuid.uuid3(uuid.NAMESPACE_URL, "x").version)
for f in (lambda: base64.b64decode("abc"), lambda: base64.b64decode("a"), lambda: base64.b64decode("ab!c", validate=True), lambda: struct.pack("b", 300), lambda: struct.unpack("i", b"a"), lambda: struct.pack("z"), lambda: uuid.UUID("x"), lambda: hashlib.new("nope"), lambda: binascii.unhexlify("abc"), lambda: zlib.decompress(b"x"), lambda: struct.pack("i", "a"), lambda: struct.pack("2i", 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
