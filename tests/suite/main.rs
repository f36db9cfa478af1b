//! The tests that see the program from outside: whole projects in, whole sites and messages out.

mod briefings;
mod charts;
mod corpus;
mod determinism;
mod documents;
mod editions;
mod fixtures;
mod gazetteer;
mod grouping;
mod guards;
mod html;
mod instants;
mod layers;
mod machine;
mod output;
mod project;
mod publish;
mod real_world;
mod remember;
mod reports;
mod rules;
mod same;
mod schedule;
mod search;
mod time;
mod verify;
