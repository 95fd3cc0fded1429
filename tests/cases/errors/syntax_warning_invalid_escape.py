print("a\dc")
print("\8")
raise SystemExit(1)
