# the marks are as far to the right as the bytes of the text before take
text = "日本語"; return text
