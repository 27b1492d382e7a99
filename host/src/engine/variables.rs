//! `spin:variables@3`: the component's own variables, with their templates filled in at start.

use super::bindings::spin::variables::variables::{Error, Host, HostWithStore};
use super::instance::State;
use std::collections::BTreeMap;
use std::sync::Arc;
use wasmtime::component::{Accessor, HasData};

/// Values of one component.
pub type Values = Arc<BTreeMap<String, String>>;

/// Gives the values to the generated code.
pub struct Variables;

/// View of the state that this interface works on.
pub struct View<'a>(pub &'a Values);

impl HasData for Variables {
    type Data<'a> = View<'a>;
}

impl Host for View<'_> {}

/// Spin's rule: lower-case letters, digits and single underscores, beginning with a letter.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.contains("__")
        && !name.ends_with('_')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn get(values: &Values, name: String) -> Result<String, Error> {
    if !is_name(&name) {
        return Err(Error::InvalidName(name));
    }
    values.get(&name).cloned().ok_or(Error::Undefined(name))
}

impl HostWithStore<State> for Variables {
    async fn get(accessor: &Accessor<State, Self>, name: String) -> wasmtime::Result<Result<String, Error>> {
        Ok(accessor.with(|mut access| get(access.get().0, name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_malformed_names() {
        let values: Values = Arc::new([("name".to_owned(), "INS".to_owned())].into());
        assert!(matches!(get(&values, "name".into()), Ok(value) if value == "INS"));
        assert!(matches!(get(&values, "other".into()), Err(Error::Undefined(_))));
        for bad in ["Name", "_name", "a__b", "a_", "1a", ""] {
            assert!(matches!(get(&values, bad.into()), Err(Error::InvalidName(_))), "{bad}");
        }
    }
}
