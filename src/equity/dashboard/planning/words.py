"""The words of the list of changes, which the browser draws."""

from equity.say import texts_of

TEXTS = texts_of(__name__)
WORDS = TEXTS["words"]
