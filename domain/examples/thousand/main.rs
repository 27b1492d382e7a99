//! Prints the law's answers to a thousand questions; the browser's are compared with them byte by byte.

mod questions;

fn main() {
    print!("{}", questions::lines());
}
