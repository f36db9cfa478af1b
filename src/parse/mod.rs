//! Parse: the text of a file becomes a typed record; names are not looked up yet.

pub mod article;
pub mod date;
pub mod front_matter;
pub mod gazetteer;
pub mod limits;
pub mod look;
pub mod markdown;
pub mod settings;
pub mod split;
