for spec in (
    "",
    ".0f",
    ".1f",
    ".3f",
    "e",
    ".2e",
    "E",
    "g",
    ".3g",
    "G",
    "%",
    ".1%",
    "10.2f",
    "<10.2f",
    "^10.2f",
    "+.1f",
    " .1f",
    "010.2f",
    ",.2f",
    "_.1f",
    ".3",
    "10",
    "#.0f",
    "z.1f",
    "n",
    ".10g",
    "#g",
):
    print(
        spec,
        [format(x, spec) for x in (0.0, -0.04, 1.5, 2.5, 1234567.891, 1e-10, 1e22, -1e300, float("inf"), float("nan"))],
    )
for v, spec in ((1.0, "d"), (1.0, "x"), (1.0, "s"), (1.0, ",n"), (1.0, ".9999999999f"), (1.0, ",_")):
    try:
        print(format(v, spec))
    except Exception as e:
        print(type(e).__name__, e)
print(
    f"{1e16:.0f} {0.1:.20f} {1 / 3:.17g} {2**-1074:.5e} {123.456:08.2f} {-0.0:+} {float('inf'):010} {float('nan'):+f}"
)
