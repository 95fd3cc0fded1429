f"abc {x
