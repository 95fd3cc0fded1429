raise ValueError("naïve café €𝄞 \t tab")
