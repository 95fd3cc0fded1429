"""Names of characters, in literals and through unicodedata."""
import unicodedata

print("\N{SNOWMAN}", "\N{latin small letter e with acute}", "\N{LINE FEED}" == "\n", "\N{NBSP}" == "\xa0")
print("\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{HANGUL SYLLABLE GAG}\N{TANGUT IDEOGRAPH-17000}" == "\u4e2d\uac01\U00017000")
print(f"{'\N{DIGIT ONE}'}", eval(r"'\N{GREEK SMALL LETTER ALPHA}'"))
for c in "a\u00e9\u2603\u4e2d\uac01\U0001f600\u1b44":
    print(unicodedata.name(c))
print(unicodedata.name("\n", "none"), unicodedata.lookup("euro sign"))
for wrong in (lambda: unicodedata.name("\x00"), lambda: unicodedata.lookup("no such"), lambda: eval(r"'\N{NO SUCH}'")):
    try:
        wrong()
    except (ValueError, KeyError, SyntaxError) as e:
        print(type(e).__name__, e)
total = 0
for c in range(0, 0x110000, 41):
    name = unicodedata.name(chr(c), None)
    if name is not None:
        total = (total * 31 + len(name) + ord(name[-1])) % 1_000_003
        if c % 7 == 0 and unicodedata.lookup(name) != chr(c):
            print("differs", hex(c), name)
print(total)
