for s in (
    "plain",
    "it's",
    'say "hi"',
    "both ' and \"",
    "tab\tnl\ncr\r",
    "\\",
    "\x00\x1f\x7f\x80\xa0\xad",
    "é€𝄞",
    "\u200b\u2028",
    "\ud800",
    "\U0010ffff",
    "\ue000",
):
    print(repr(s), ascii(s), len(s))
print(repr("a'b"), repr('a"b'), str("x"), repr(b"it's \x00\xff\n\""), ascii(["é", "\n"]))
print(
    "line\
continued",
    r"raw\n",
    r"\\",
    "a\
b",
    '''tri
ple''',
    """don't "quote" me""",
)
print("\a\b\f\v".encode(), "\1\12\123\x7e\u00e9".encode("utf-8"))
