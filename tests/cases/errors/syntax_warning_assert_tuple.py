assert (1, "always true")
raise SystemExit(1)
