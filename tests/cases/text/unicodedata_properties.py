# Properties of characters, and the normal forms.
import unicodedata

for c in "aA1 \n\u00bd\u2167\u4e07\u0663\u00b2\u0301\u3042\uff21\uff71\U0001f600(<\u00ad\u0378\ue000":
    print(ascii(c), unicodedata.category(c), unicodedata.combining(c), unicodedata.mirrored(c), unicodedata.east_asian_width(c), unicodedata.decimal(c, None), unicodedata.digit(c, None), unicodedata.numeric(c, None))
for text in ["e\u0301", "\u00e9", "\ufb01", "\u1e9b\u0323", "\uac00", "\u1100\u1161", "abc", "\u212b", "q\u0307\u0323", "a\ud800e\u0301"]:
    print(ascii(text), [ascii(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")], [unicodedata.is_normalized(form, text) for form in ("NFC", "NFD")])
for work in (
    lambda: unicodedata.category("ab"),
    lambda: unicodedata.category(3),
    lambda: unicodedata.decimal("x"),
    lambda: unicodedata.digit("x"),
    lambda: unicodedata.numeric("x"),
    lambda: unicodedata.numeric("xy"),
    lambda: unicodedata.normalize("X", "a"),
    lambda: unicodedata.normalize("NFC", 3),
    lambda: unicodedata.normalize(3, "a"),
):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)
print(unicodedata.unidata_version)
