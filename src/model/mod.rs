//! The model: plain data about elections, regions, articles and what they say; no input, no output.

pub mod article;
pub mod body;
pub mod briefing;
pub mod chronicle;
pub mod claim;
pub mod data;
pub mod dated;
pub mod digest;
pub mod edition;
pub mod family;
pub mod history;
pub mod limits;
pub mod look;
pub mod name;
pub mod page;
pub mod people;
pub mod region;
pub mod settings;
pub mod shard;
pub mod site;
pub mod subject;
