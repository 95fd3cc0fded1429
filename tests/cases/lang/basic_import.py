import sys
import math
from math import pi, sqrt as root

print(math.floor(2.5), root(16), round(pi, 4), sys.version_info[:2] >= (3, 14), __name__)
