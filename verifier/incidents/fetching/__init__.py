"""Getting a release of a source over the network and keeping it, so that a failed fetch leaves the last good one."""
