//! The law and the case of INS: pure functions and types.
//!
//! Architecture invariant: no I/O, no clock, no randomness, no async; nothing of Leptos, Spin or SQL. What depends on
//! the day takes the day as an argument.
#![doc = include_str!("../README.md")]

pub mod authority;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod direction;
pub mod dossier;
pub mod establishment;
pub mod exchange;
pub mod fieldwork;
pub mod identity;
pub mod journal;
pub mod law;
pub mod media;
pub mod money;
pub mod officer;
pub mod organisation;
pub mod oversight;
pub mod pace;
pub mod paper;
pub mod party;
pub mod place;
pub mod plan;
pub mod practice;
pub mod privacy;
pub mod registry;
pub mod report;
pub mod statute;
pub mod text;
pub mod unit;
pub mod upkeep;
