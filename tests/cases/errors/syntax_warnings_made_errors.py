# A filter makes warnings of the compiler errors: their places are those of the tokens that CPython's parser has just read.
import warnings

warnings.simplefilter("error")

def show(program):
    try:
        compile(program, "text", "exec")
    except SyntaxError as e:
        place = e.lineno, e.offset, e.end_lineno, e.end_offset
        print(repr(program), e.msg.split(". ")[0], place, repr(e.text))
    else:
        print("OK", repr(program))

print("escapes")
for body in [r"'\d'", r"u'\d'", r"b'\d'", r"b'''a\d'''", r"'''a\d'''", r"''''\d'''", r"b'ab\d'", r"'\7777'", r"b'\400'", r"'\4'"]:
    show(body)
for body in [r"'é\d'", r"'é\d' + 'a long text that comes after'", r"'\é\d' + 'a long text that comes after'", r"'''é" "\n" r"ab\d'''", r"é = 'a\d'"]:
    show(body)
show("x = '''\n\n  a\\d\n'''")
show("('a'\n  b'b\\d')")
show("x = 'a\\\nb\\d'\n")
print("formatted")
for body in [r"f'\d'", r"f'abc\dabc' + x", r"f'{x}\d' 'abc' + x", r"x = f'ab\{x}'", r"f'ab\}}'", r"f'{x:a\d{y}}'", r"f'\d{x:\q}'", r"t'ab\d{x}' + 3"]:
    show(body)
for body in [r"f'\d' f'a'", r"f(f'\d'   )", r"f'{f" '"' r"\d" '"' "}'", r"rf'\d{x}\{x}'", r"f'{\'\q\'}\d'".replace(r"\'", "'")]:
    show(body)
show("f'''a\nbc\\d\nabcdefghijk'''")
show("f'''{x}\n\\d'''")
show("(f'\\d'\n.x)")
print("numbers")
for body in ["1or 2", "'é'; 0x1for x in y", "x = [1.5or 2]\ny", "0o7or 3", "1jif 2 else 3", "1e5or 2", "f'{1or 2}'", "if 1:\n  00or 1"]:
    show(body)
print("meanings")
for body in ["'é'; assert (1, 'x')", "'é'; x is 1", "'é'; 'a'()", "'é'; [1][2, 3]", "def f():\n try: 'é'\n finally: 'é'; return 1"]:
    show(body)

print("order")
with warnings.catch_warnings(record=True) as found:
    warnings.simplefilter("always")
    for program in [r"f'\d{x:\q}\w'", r"f'\d\{x}'", r"f'{1or 2}\d'", "f'''\n\\d\n{x}\n\\q'''", "'''\n\\d\n'''", "print('\\d', x y)", "x = ('\\d' + 1or 2", "x '\\d'", "'\\d'; x is 1; return; x is 2"]:
        try:
            compile(program, "text", "exec")
        except SyntaxError as e:
            print(e.msg, end=": ")
        print([(str(w.message).split(". ")[0], w.lineno) for w in found])
        found.clear()
