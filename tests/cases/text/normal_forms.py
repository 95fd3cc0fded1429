# The normal forms of every character that has one, of marks out of order, and of Hangul; decompositions by themselves.
import unicodedata

RANGES = [(0xA0, 0x180), (0x1E0, 0x260), (0x300, 0x500), (0x600, 0x700), (0x900, 0xC00), (0xE00, 0xF80), (0x1000, 0x1200),
          (0x1E00, 0x2000), (0x2000, 0x2C00), (0x3000, 0x3400), (0xA640, 0xA800), (0xAC00, 0xAC40), (0xD780, 0xD7A4),
          (0xF900, 0xFB50), (0xFB50, 0xFE70), (0xFE70, 0x10000), (0x11080, 0x11100), (0x1D100, 0x1D240), (0x1D400, 0x1D800),
          (0x1EE00, 0x1EF00), (0x1F100, 0x1F260), (0x2F800, 0x2FA20)]


def fingerprint(text):
    h = len(text)
    for c in text:
        h = (h * 16777619 ^ ord(c)) & 0xFFFFFFFF
    return f"{h:08x}"


for first, end in RANGES:
    text = "-".join(map(chr, range(first, end)))
    print(f"{first:05X}", *(fingerprint(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")))
    listed = " ".join(unicodedata.decomposition(chr(c)) for c in range(first, end))
    classes = "".join(chr(unicodedata.combining(chr(c))) for c in range(first, end))
    print("      ", fingerprint(listed), fingerprint(classes))

for text in ["a\u0323\u0307", "a\u0307\u0323", "q\u0307\u0323", "d\u0307\u0323\u0301", "\u1e0b\u0323", "e\u0301\u0301",
             "\u0344", "\u0958", "\u1112\u1161\u11ab", "\uac00\u11a8", "\uac01\u11a8", "\u03d2\u0301", "\ufb01\u0308", "\u212b",
             "\u0b47\u0300\u0b3e", "\u0301a", "a\u0300\u0334\u0301", "\u2126\u0345\u0313"]:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        print(form, ascii(unicodedata.normalize(form, text)), unicodedata.is_normalized(form, text), end="  ")
    print()

ﬁnal = 1
print(final, "ﬁnal" == "final", unicodedata.normalize("NFKC", "ﬁnal"))
