//! Golden cases: one folder a case, its input beside its expected output.
fn main() {}
