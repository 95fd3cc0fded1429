"""csv: rows read and written with every dialect option."""
import csv
import io


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


DATA = 'name,text,n\r\n"a, b","say ""hi""",1.5\r\n"two\nlines",,\r\n\r\nplain,\'q\',"2"\r\n'
print(list(csv.reader(io.StringIO(DATA, newline=''))))
for quoting in range(6):
    attempt(lambda: list(csv.reader(['"a",1,,"",x'], quoting=quoting)))
print(list(csv.reader(['a; "b";c', 'd|;e'], delimiter=';', skipinitialspace=True, escapechar='|')))
print(list(csv.reader(['"a\\"b",c\\,d', 'x\\'], escapechar='\\')), list(csv.reader(["'a'''"], quotechar="'")))
attempt(lambda: list(csv.reader(['"a"b'], strict=True)))
attempt(lambda: list(csv.reader(['"a'], strict=True)))
attempt(lambda: list(csv.reader(['a\rb'])))
attempt(lambda: list(csv.reader([b'a'])))
reader = csv.DictReader(['a,b', '1,2,3', '4'])
print([row for row in reader], reader.line_num, reader.fieldnames)

for quoting in range(6):
    out = io.StringIO()
    w = csv.writer(out, quoting=quoting, escapechar='\\')
    attempt(w.writerow, ['a', 1, None, 2.5, 'x,y', 'q"r', 'l\n', ''])
    attempt(w.writerow, [''])
    print(ascii(out.getvalue()))
out = io.StringIO()
d = csv.DictWriter(out, ['x', 'y'], restval='-', extrasaction='raise')
d.writeheader()
d.writerow({'x': 1})
attempt(d.writerow, {'z': 1})
csv.writer(out, csv.excel_tab).writerows([[1, 'a\tb'], []])
csv.writer(out, delimiter=' ', skipinitialspace=True, lineterminator='!\n').writerow(['a', '', 'b c'])
print(ascii(out.getvalue()))
attempt(csv.writer(out, quoting=csv.QUOTE_NONE).writerow, ['a,b'])
attempt(csv.writer(out).writerow, 3)
attempt(csv.writer, 3)


class pipes(csv.Dialect):
    delimiter = '|'
    quotechar = None
    quoting = csv.QUOTE_NONE
    lineterminator = '\n'


csv.register_dialect('pipes', pipes)
print(csv.list_dialects(), list(csv.reader(['a|b"']), ), list(csv.reader(['a|b"'], 'pipes')), csv.get_dialect('pipes').delimiter)
csv.unregister_dialect('pipes')
attempt(csv.get_dialect, 'pipes')
for options in ({'delimiter': ''}, {'delimiter': 'ab'}, {'quotechar': 3}, {'quoting': 9}, {'quoting': 'x'}, {'delimiter': '\n'}, {'quotechar': ','},
                {'lineterminator': 3}, {'escapechar': 'ab'}, {'foo': 1}, {'quotechar': None, 'quoting': 0}, {'lineterminator': ','}):
    attempt(csv.reader, [], **options)
attempt(csv.field_size_limit, 'x')
print(csv.field_size_limit(4))
attempt(lambda: list(csv.reader(['abc,"d""efg"'])))
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, csv.Sniffer().has_header('name,n\nx,1\ny,2\n'))
