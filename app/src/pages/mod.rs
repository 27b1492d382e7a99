//! Pages: one module per page, each a component that reads through a resource and shows components.
//!
//! Must not know SQL, Spin or the browser's APIs.

pub mod administration;
pub mod adoption;
pub mod area;
pub mod area_map;
pub mod attachments;
pub mod book;
pub mod calendar_feed;
pub mod case;
pub mod case_file;
pub mod cases;
pub mod catalogue;
mod comments;
mod common;
pub mod delegation;
pub mod dossier;
pub mod dossier_form;
pub mod dossiers;
pub mod duplicates;
pub mod filing;
pub mod filings;
pub(crate) mod guide;
pub mod hand_over;
pub mod help;
mod history;
pub mod home;
pub mod imports;
pub mod key;
pub mod law_data;
mod links;
pub mod open_case;
pub mod oversight;
pub mod pace;
pub mod paper;
pub mod parties;
pub mod party;
pub mod place;
mod place_photo;
pub mod plan;
pub mod plans;
pub mod questions;
pub mod register;
pub(crate) mod repeat;
pub mod report;
pub mod risk;
pub mod search;
pub mod sign_in;
pub mod step;
pub mod task;
pub mod tasks;
pub mod wallboard;

pub use common::{Frame, NotFound};
pub use place_photo::PhotoWithdraw;
