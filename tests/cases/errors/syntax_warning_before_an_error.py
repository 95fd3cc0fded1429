# The parser warns of what it reads before it finds an error; words that are tried in place of a name make it warn once more.
import re

pattern = re.compile('\d+')
whlie pattern: pass
