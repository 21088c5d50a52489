"""Words, signs and sentences of a text, and the words the reader knows."""
