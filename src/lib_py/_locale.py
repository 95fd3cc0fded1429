"""The locale of the machine: C with UTF-8, and no other."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
CODESET = 14


class Error(Exception):
    pass


Error.__module__ = 'locale'
Error.__qualname__ = Error.__name__ = 'Error'

# what the C library sets together with the categories that have a number here stands behind them
_NAMES = ('CTYPE', 'NUMERIC', 'TIME', 'COLLATE', 'MONETARY', 'MESSAGES', 'PAPER', 'NAME', 'ADDRESS', 'TELEPHONE', 'MEASUREMENT',
          'IDENTIFICATION')
_KNOWN = {'': 'C.UTF-8', 'C': 'C', 'POSIX': 'C', 'C.UTF-8': 'C.UTF-8', 'C.utf8': 'C.utf8'}
_current = ['C.UTF-8'] + ['C'] * (len(_NAMES) - 1)


def _known(name):
    try:
        return _KNOWN[name]
    except KeyError:
        raise Error('unsupported locale setting') from None


def _all(text):
    """The locale of each category, of what `setlocale(LC_ALL)` gave."""
    if ';' not in text:
        return [_known(text)] * len(_NAMES)
    named = dict(part.partition('=')[::2] for part in text.split(';'))
    if not named.keys() <= {f'LC_{name}' for name in _NAMES}:
        raise Error('unsupported locale setting')
    return [_known(named.get(f'LC_{name}', current)) for name, current in zip(_NAMES, _current)]


def setlocale(category, locale=None, /):
    if category not in range(LC_ALL + 1):
        raise Error('locale query failed' if locale is None else 'unsupported locale setting')
    if locale is not None:
        if not isinstance(locale, str):
            raise TypeError(f'setlocale() argument 2 must be str or None, not {type(locale).__name__}')
        if category == LC_ALL:
            _current[:] = _all(locale)
        else:
            _current[category] = _known(locale)
    if category != LC_ALL:
        return _current[category]
    if len(set(_current)) == 1:
        return _current[0]
    return ';'.join(f'LC_{name}={current}' for name, current in zip(_NAMES, _current))


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
    return 'UTF-8'
