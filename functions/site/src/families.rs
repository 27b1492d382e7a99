//! Families of addresses: the routes of the application with a name in place of whatever stands for somebody or something.
//!
//! For the log and for counting. Must not know what is behind an address.

use crate::assets;
use app::routes;

/// What is said of an address that no route knows.
const OTHER: &str = "-";

/// Addresses the function answers beside the application.
const OWN: [&str; 6] =
    [routes::READINESS, routes::LIVENESS, routes::INSTALL, routes::WORKER, routes::OFFLINE, routes::FIELDWORK];

/// Every route, as `/ho-so/{id}`, and every server function.
#[derive(Default)]
pub struct Families(Vec<String>);

impl Families {
    /// Takes the routes of the application.
    pub fn new(routes: impl IntoIterator<Item = String>) -> Self {
        let mut routes: Vec<String> = routes.into_iter().collect();
        routes.extend(OWN.map(str::to_owned));
        // The most literal parts first: they win.
        routes.sort_by_key(|route| std::cmp::Reverse(route.split('/').filter(|part| !part.starts_with('{')).count()));
        Self(routes)
    }

    /// The family of a path.
    pub fn of(&self, path: &str) -> &str {
        if path.starts_with(assets::PREFIX) {
            return assets::PREFIX;
        }
        let fits = |route: &&String| {
            let (mut own, mut other) = (path.split('/'), route.split('/'));
            loop {
                match (own.next(), other.next()) {
                    (None, None) => return true,
                    (Some(part), Some(name)) if part == name || (name.starts_with('{') && !part.is_empty()) => {}
                    _ => return false,
                }
            }
        };
        self.0.iter().find(fits).map_or(OTHER, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_is_in_no_family() {
        let routes =
            ["/", "/ho-so", "/ho-so/mo", "/ho-so/{id}", "/ho-so/{id}/{step}", "/ho-so/{id}/thu-tuc", "/api/dang-nhap"];
        let families = Families::new(routes.map(str::to_owned));
        for (path, family) in [
            ("/", "/"),
            ("/ho-so/mo", "/ho-so/mo"),
            ("/ho-so/0199-a", "/ho-so/{id}"),
            ("/ho-so/0199-a/thu-tuc", "/ho-so/{id}/thu-tuc"),
            ("/ho-so/0199-a/giao", "/ho-so/{id}/{step}"),
            ("/api/dang-nhap", "/api/dang-nhap"),
            ("/suc-khoe", "/suc-khoe"),
            ("/tai-nguyen/app.0123.js", "/tai-nguyen/"),
            ("/ho-so/", OTHER),
            ("/nguyen-van-a", OTHER),
            ("/api/nguyen-van-a", OTHER),
        ] {
            assert_eq!(families.of(path), family, "{path}");
        }
    }
}
