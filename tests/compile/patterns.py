def patterns(p):
    match p:
        case {"kind": "a", **rest} if rest:
            return 1
        case Point(x=0, y=[first, *_]) | [first]:
            return first
        case -1 | None:
            pass
