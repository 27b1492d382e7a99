//! The application for field work: it runs in the browser alone, with or without a network, on what the officer took along.
//!
//! Must not know the server's pages, nor any API of the browser: those are in [`crate::browser`].

pub mod book;
#[cfg(feature = "fieldwork")]
mod call;
#[cfg(feature = "fieldwork")]
mod case;
#[cfg(feature = "fieldwork")]
mod conflict;
#[cfg(feature = "fieldwork")]
mod desk;
#[cfg(feature = "fieldwork")]
mod frame;
#[cfg(feature = "fieldwork")]
mod home;
#[cfg(feature = "fieldwork")]
mod outbox;
#[cfg(feature = "fieldwork")]
mod paper;
#[cfg(feature = "fieldwork")]
mod parts;
#[cfg(feature = "fieldwork")]
mod photo;
#[cfg(feature = "fieldwork")]
mod settings;
#[cfg(feature = "fieldwork")]
mod signature;
#[cfg(feature = "fieldwork")]
mod step;
#[cfg(feature = "fieldwork")]
mod sync;
#[cfg(feature = "fieldwork")]
mod unlock;

#[cfg(feature = "fieldwork")]
pub use frame::App;

#[cfg(test)]
mod tests;
