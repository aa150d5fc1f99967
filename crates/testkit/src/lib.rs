//! A real server on port 0, builders and conformance suites.
