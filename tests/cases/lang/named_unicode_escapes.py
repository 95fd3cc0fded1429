print("\N{BULLET}", "\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{latin small letter a}", "\N{GRINNING FACE}", "\N{CJK UNIFIED IDEOGRAPH-4E2D}", "\N{HANGUL SYLLABLE GA}")
name = "x"
print(f"\N{BULLET} {name}", len("\N{LATIN SMALL LETTER E WITH MACRON AND GRAVE}"), "\N{NULL}" == "\0", "\N{LINE FEED}" == "\n")
print(r"\N{BULLET}", rb"\N{BULLET}", "\\N{BULLET}")
for text in (r"'\N{NO SUCH}'", r"'\N'", r"'\N{'", r"'\N{}'", r"f'\N{NO SUCH}'"):
    try:
        eval(text)
    except SyntaxError as e:
        print(text, e.msg)
