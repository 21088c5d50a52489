"""Tables of the user's own: a mapping says what a file holds, and becomes a layout for the engine."""
