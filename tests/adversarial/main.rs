//! Hostile input against the real program: nothing lost, nothing let in, nothing left behind.
//!
//! [`sandbox`] runs the program and holds it to what must be so whatever the input is; [`cases`] does that for the
//! cases in the text files beside it, the other modules for inputs that a text cannot hold. `README.md` says where
//! each case of the plan is shown.

mod cases;
mod channels;
mod covered;
mod generated;
mod import;
mod matrix;
#[path = "../suite/project.rs"]
#[allow(dead_code, reason = "the suite uses the rest")]
mod project;
mod sandbox;
mod tree;
