print("before import")
import _fails_at_import
