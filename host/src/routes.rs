//! Which component answers a path: the most specific route wins, as in Spin.

use crate::manifest::HttpTrigger;

/// One route, ready to match.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Route {
    segments: Vec<Segment>,
    /// Ends in `/...`: matches everything below.
    wildcard: bool,
    component: String,
    pattern: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    /// `:name` matches one segment.
    Any,
}

/// The routes of an application.
#[derive(Debug, Clone, Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// Takes the routes of the manifest.
    pub fn new(triggers: &[HttpTrigger]) -> Self {
        let mut routes: Vec<Route> = triggers
            .iter()
            .map(|trigger| {
                let (path, wildcard) = match trigger.route.strip_suffix("/...") {
                    Some(prefix) => (prefix, true),
                    None => (trigger.route.as_str(), false),
                };
                let segments = split(path)
                    .map(|part| if part.starts_with(':') { Segment::Any } else { Segment::Literal(part.to_owned()) })
                    .collect();
                Route { segments, wildcard, component: trigger.component.clone(), pattern: trigger.route.clone() }
            })
            .collect();
        // More literal segments first, exact before wildcard.
        routes.sort_by_key(|route| {
            let literal = route.segments.iter().filter(|segment| **segment != Segment::Any).count();
            (std::cmp::Reverse((literal, route.segments.len())), route.wildcard)
        });
        Self(routes)
    }

    /// The component and pattern that answer a path.
    pub fn find(&self, path: &str) -> Option<(&str, &str)> {
        let parts: Vec<&str> = split(path).collect();
        self.0
            .iter()
            .find(|route| {
                let long_enough = if route.wildcard {
                    parts.len() >= route.segments.len()
                } else {
                    parts.len() == route.segments.len()
                };
                long_enough
                    && route.segments.iter().zip(&parts).all(|(segment, part)| match segment {
                        Segment::Literal(text) => text == part,
                        Segment::Any => true,
                    })
            })
            .map(|route| (route.component.as_str(), route.pattern.as_str()))
    }

    /// Pattern and component of every route, the most specific first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|route| (route.pattern.as_str(), route.component.as_str()))
    }
}

fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_route_wins() {
        let trigger =
            |route: &str, component: &str| HttpTrigger { id: None, route: route.into(), component: component.into() };
        let routes = Routes::new(&[
            trigger("/...", "site"),
            trigger("/bao-cao/tep/...", "reports"),
            trigger("/bao-cao/tep/xem", "exact"),
            trigger("/don-vi/:id", "unit"),
        ]);
        for (path, component) in [
            ("/", Some("site")),
            ("/bao-cao", Some("site")),
            ("/bao-cao/tep", Some("reports")),
            ("/bao-cao/tep/thang.csv", Some("reports")),
            ("/bao-cao/tep/xem", Some("exact")),
            ("/don-vi/33", Some("unit")),
            ("/don-vi/33/x", Some("site")),
        ] {
            assert_eq!(routes.find(path).map(|(found, _)| found), component, "{path}");
        }
        assert_eq!(Routes::new(&[trigger("/a", "x")]).find("/b"), None);
    }
}
