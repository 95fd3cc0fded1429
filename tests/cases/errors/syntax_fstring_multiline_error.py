x = f"""
text {
   1 +
}
"""
