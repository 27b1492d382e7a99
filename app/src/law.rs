//! The law as data that a form answers by: what the program ships, unless an administrator put something else into use.
//!
//! The shipped catalogue and calendar are in the browser already; only what differs travels with a form. Must not know
//! where they are kept.

use domain::calendar::WorkCalendar;
use domain::catalogue::Catalogue;
use serde::{Deserialize, Serialize};

/// Catalogue and calendar in use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// `None`: the shipped one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    catalogue: Option<Catalogue>,
    /// `None`: the shipped one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calendar: Option<WorkCalendar>,
}

impl Law {
    /// The law in use; what equals the shipped one is not carried.
    pub fn new(catalogue: &Catalogue, calendar: &WorkCalendar) -> Self {
        Self {
            catalogue: (catalogue != Catalogue::embedded()).then(|| catalogue.clone()),
            calendar: (calendar != WorkCalendar::embedded()).then(|| calendar.clone()),
        }
    }

    /// The catalogue acts are judged by.
    pub fn catalogue(&self) -> &Catalogue {
        self.catalogue.as_ref().unwrap_or_else(|| Catalogue::embedded())
    }

    /// The calendar days are counted by.
    pub fn calendar(&self) -> &WorkCalendar {
        self.calendar.as_ref().unwrap_or_else(|| WorkCalendar::embedded())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_travels() {
        let shipped = Law::new(Catalogue::embedded(), WorkCalendar::embedded());
        assert_eq!(serde_json::to_string(&shipped).unwrap(), "{}");
        let mut catalogue = Catalogue::embedded().clone();
        catalogue.behaviour.truncate(1);
        let changed = Law::new(&catalogue, WorkCalendar::embedded());
        let text = serde_json::to_string(&changed).unwrap();
        let read: Law = serde_json::from_str(&text).unwrap();
        assert_eq!(read.catalogue().behaviour.len(), 1);
        assert_eq!(read.calendar(), WorkCalendar::embedded());
    }
}
