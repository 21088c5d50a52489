"""The command line: reads arguments, calls the library, prints. Exit codes: 0 done, 2 usage, 3 bad input,
4 data missing or not covered, 1 failure."""
