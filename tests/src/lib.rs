//! ins-tests
