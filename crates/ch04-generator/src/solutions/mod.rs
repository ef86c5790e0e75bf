//! A solution for each exercise, held to the same test.
