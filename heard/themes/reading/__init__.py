"""Reading short voices: a local model turns each into a vector, so that like can be put beside like.

Nothing is sent anywhere. A text's vector depends on that text and the reader's version alone.
"""

from heard.themes.reading.cache import Cache
from heard.themes.reading.languages import cannot_read, enough_to_say, in_english
from heard.themes.reading.reader import LocalReader, Reader, open_reader

__all__ = ["Cache", "LocalReader", "Reader", "cannot_read", "enough_to_say", "in_english", "open_reader"]
