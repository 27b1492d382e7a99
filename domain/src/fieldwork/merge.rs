//! Two changes of one form, put together field by field.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A field that both sides have changed to something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldConflict {
    pub field: String,
    /// What both went on from.
    pub base: String,
    pub theirs: String,
    pub mine: String,
}

/// Both changes together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Fields as both want them; one in conflict stands as theirs.
    pub fields: BTreeMap<String, String>,
    pub conflicts: Vec<FieldConflict>,
}

/// Puts two changes of the same fields together: what only one has changed is taken from him, what both have changed to the same is
/// taken once, and the rest is a conflict. A field that is not there is an empty one.
pub fn merge(
    base: &BTreeMap<String, String>,
    theirs: &BTreeMap<String, String>,
    mine: &BTreeMap<String, String>,
) -> Merged {
    let names: BTreeSet<&String> = base.keys().chain(theirs.keys()).chain(mine.keys()).collect();
    let of = |fields: &BTreeMap<String, String>, name: &str| fields.get(name).cloned().unwrap_or_default();
    let mut merged = Merged::default();
    for name in names {
        let (base, theirs, mine) = (of(base, name), of(theirs, name), of(mine, name));
        let value = if mine == base || mine == theirs {
            theirs
        } else if theirs == base {
            mine
        } else {
            merged.conflicts.push(FieldConflict { field: name.clone(), base, theirs: theirs.clone(), mine });
            theirs
        };
        if !value.is_empty() {
            merged.fields.insert(name.clone(), value);
        }
    }
    merged
}
