"""The server that plays the sources, its releases, and time that does not pass."""

from playing import clock, ged, made, manners, reply, server  # noqa: F401  (fixtures)
