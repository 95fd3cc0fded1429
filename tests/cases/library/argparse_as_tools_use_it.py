import argparse, sys
def mk(**k):
    p = argparse.ArgumentParser(prog="tool", description="A tool that does things with files and more files so that the line is wrapped somewhere", epilog="the end", color=False, **k)
    p.add_argument("files", nargs="*", help="input %(default)s", default=["x"])
    p.add_argument("-v", "--verbose", action="count", default=0, help="more")
    p.add_argument("-o", "--out", type=int, metavar="N", choices=[1, 2, 3], help="out (default: %(default)s)", default=1)
    p.add_argument("--flag", action=argparse.BooleanOptionalAction, default=True, help="flag")
    p.add_argument("--add", action="append", nargs=2, help=argparse.SUPPRESS)
    g = p.add_mutually_exclusive_group(); g.add_argument("--a", action="store_const", const=5); g.add_argument("--b", action="store_true")
    g2 = p.add_argument_group("special", "special things"); g2.add_argument("--spec", required=k.get("req", False), type=float); p.add_argument("--version", action="version", version="%(prog)s 1.0")
    return p
def t(argv, p=None):
    try: print(p.parse_args(argv) if p else mk().parse_args(argv))
    except SystemExit as e: print("exit", e.code)
sys.stderr = sys.stdout
for a in [[], ["a", "b", "-vv"], ["-o", "2"], ["-o", "9"], ["-o", "x"], ["--no-flag"], ["--a", "--b"], ["--ad", "1", "2"], ["--add", "1"], ["-h"], ["--version"], ["--nope"], ["--out=3", "--", "-v"], ["--verb"], ["--spec", "1e3"], ["-vo3", "f"]]: print(a); t(a)
p = argparse.ArgumentParser(prog="git", color=False, suggest_on_error=True); sp = p.add_subparsers(dest="cmd", required=True, metavar="CMD", help="sub help")
c = sp.add_parser("commit", help="commit it", aliases=["ci"]); c.add_argument("-m", required=True); s = sp.add_parser("status", deprecated=True); s.add_argument("path", type=argparse.FileType("r") if 0 else str, nargs="?")
for a in [[], ["commit"], ["commit", "-m", "x"], ["ci", "-m", "y"], ["comit"], ["-h"], ["commit", "-h"], ["status"], ["status", "a", "b"]]: print(a); t(a, p)
p = argparse.ArgumentParser(fromfile_prefix_chars="@", formatter_class=argparse.ArgumentDefaultsHelpFormatter, prog="q", color=False); p.add_argument("--x", default=3, help="the x"); p.add_argument("y", nargs="+", type=lambda s: int(s)); p.print_help(); t(["1", "z"], p); print(p.parse_known_args(["1", "--zz", "5"])); print(p)
