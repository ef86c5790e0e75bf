"""What the crawler decides, without I/O and without a clock: as in `src/core`."""

NAME = "taking-turns"
