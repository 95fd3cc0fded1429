"""The locale of the machine: C with UTF-8, and no other."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
CODESET = 14


class Error(Exception):
    pass


Error.__module__ = 'locale'
Error.__qualname__ = Error.__name__ = 'Error'

_KNOWN = {'C': 'C', 'POSIX': 'C', 'C.UTF-8': 'C.UTF-8', 'C.utf8': 'C.UTF-8'}
_current = {category: 'C' for category in range(LC_ALL)}
_current[LC_CTYPE] = 'C.UTF-8'


def setlocale(category, locale=None, /):
    if category not in _current and category != LC_ALL:
        raise Error('unsupported locale setting')
    if locale is not None:
        if not isinstance(locale, str):
            raise TypeError(f'setlocale() argument 2 must be str or None, not {type(locale).__name__}')
        # the empty name is the machine's own
        locale = 'C.UTF-8' if locale == '' else _KNOWN.get(locale)
        if locale is None:
            raise Error('unsupported locale setting')
        for each in _current if category == LC_ALL else [category]:
            _current[each] = locale
    if category == LC_ALL:
        names = set(_current.values())
        if len(names) == 1:
            return names.pop()
        order = ('CTYPE', 'NUMERIC', 'TIME', 'COLLATE', 'MONETARY', 'MESSAGES')
        return ';'.join(f'LC_{name}={_current[i]}' for i, name in enumerate(order))
    return _current[category]


def localeconv():
    texts = ('int_curr_symbol', 'currency_symbol', 'mon_thousands_sep', 'mon_decimal_point', 'positive_sign', 'negative_sign', 'thousands_sep')
    numbers = ('int_frac_digits', 'frac_digits', 'p_cs_precedes', 'p_sep_by_space', 'n_cs_precedes', 'n_sep_by_space', 'p_sign_posn', 'n_sign_posn')
    return {'decimal_point': '.', **dict.fromkeys(texts, ''), 'grouping': [], 'mon_grouping': [], **dict.fromkeys(numbers, CHAR_MAX)}


def strcoll(a, b, /):
    return (a > b) - (a < b)


def strxfrm(string, /):
    if '\0' in string:
        raise ValueError('embedded null character')
    return string


def nl_langinfo(key, /):
    if key == CODESET:
        return 'UTF-8'
    raise ValueError('unsupported langinfo constant')


def getencoding():
    return 'utf-8'
