"""The places of the world as one tree: what a name leads to, what a place lies in, and what it is made of."""
