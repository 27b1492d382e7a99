//! Points on a map that we draw ourselves: numbered spots over a grid of degrees, with names. No tile of any outside service.
//!
//! Must not know what stands at a point, or what its weight means.

use leptos::prelude::*;

/// A numbered point.
#[derive(Clone, Debug, PartialEq)]
pub struct MapSpot {
    pub latitude: f64,
    pub longitude: f64,
    /// What a pointer or a screen reader is told; the number stands before it.
    pub title: String,
    /// 0, 1 or 2: how heavy its line is.
    pub weight: u8,
    /// Whether it stands at its own coordinates; others stand around them, one beside another.
    pub exact: bool,
}

/// A name at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLabel {
    pub latitude: f64,
    pub longitude: f64,
    pub name: String,
}

/// The map. Each spot links to `#cs-{number}`, and is found at `#diem-{number}`: a list beside it shows the same numbers.
///
/// - Server: one SVG. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn PointMap(spots: Vec<MapSpot>, labels: Vec<MapLabel>, #[prop(into)] label: String) -> AnyView {
    let points: Vec<(f64, f64)> = spots
        .iter()
        .map(|spot| (spot.latitude, spot.longitude))
        .chain(labels.iter().map(|label| (label.latitude, label.longitude)))
        .collect();
    let Some(projection) = Projection::around(&points) else { return ().into_any() };
    drawing(&projection, &spots, &labels, label)
}

/// Width of the drawing; its height follows from the land it shows.
const WIDTH: f64 = 960.0;
/// Space around the outermost points.
const MARGIN: f64 = 48.0;

/// From degrees to the drawing: north is up, a degree of longitude as wide as it is at this latitude.
struct Projection {
    west: f64,
    north: f64,
    scale: f64,
    squeeze: f64,
    height: f64,
}

impl Projection {
    /// One that shows all points, at least some two kilometres wide; nothing without a point.
    fn around(points: &[(f64, f64)]) -> Option<Self> {
        let (latitude, longitude) = *points.first()?;
        let (mut south, mut north, mut west, mut east) = (latitude, latitude, longitude, longitude);
        for (latitude, longitude) in points {
            south = south.min(*latitude);
            north = north.max(*latitude);
            west = west.min(*longitude);
            east = east.max(*longitude);
        }
        let squeeze = ((south + north) / 2.0).to_radians().cos();
        let least = 0.02;
        let (wide, high) = (((east - west) * squeeze).max(least), (north - south).max(least));
        let (middle_east, middle_north) = ((west + east) / 2.0, (south + north) / 2.0);
        let scale = ((WIDTH - 2.0 * MARGIN) / wide).min((WIDTH - 2.0 * MARGIN) / high);
        Some(Self {
            west: middle_east - (WIDTH - 2.0 * MARGIN) / scale / squeeze / 2.0,
            north: middle_north + high / 2.0,
            scale,
            squeeze,
            height: high * scale + 2.0 * MARGIN,
        })
    }

    fn x(&self, longitude: f64) -> f64 {
        MARGIN + (longitude - self.west) * self.squeeze * self.scale
    }

    fn y(&self, latitude: f64) -> f64 {
        MARGIN + (self.north - latitude) * self.scale
    }

    /// The step of the grid, in degrees: the smallest of these with lines at least 60 apart.
    fn step(&self) -> f64 {
        let steps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0];
        steps.into_iter().find(|step| step * self.scale * self.squeeze >= 60.0).unwrap_or(5.0)
    }

    /// The lines of the grid: degrees and where they stand, along one side.
    fn lines(&self, from: f64, to: f64, at: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let step = self.step();
        let mut line = (from / step).ceil() * step;
        let mut lines = Vec::new();
        while line <= to && lines.len() < 40 {
            lines.push((line, at(line)));
            line += step;
        }
        lines
    }
}

fn drawing(projection: &Projection, spots: &[MapSpot], labels: &[MapLabel], label: String) -> AnyView {
    let (width, height) = (WIDTH, projection.height);
    let east = projection.west + (WIDTH - 2.0 * MARGIN) / projection.scale / projection.squeeze;
    let south = projection.north - (height - 2.0 * MARGIN) / projection.scale;
    let meridians =
        projection.lines(projection.west, east, |degree| projection.x(degree)).into_iter().map(|(degree, x)| {
            view! {
                <line class="map__grid" x1=x y1="0" x2=x y2=height />
                <text class="map__degree" x=x + 3.0 y=height - 4.0>{format!("{degree:.3}° Đ")}</text>
            }
        });
    let parallels =
        projection.lines(south, projection.north, |degree| projection.y(degree)).into_iter().map(|(degree, y)| {
            view! {
                <line class="map__grid" x1="0" y1=y x2=width y2=y />
                <text class="map__degree" x="4" y=y - 3.0>{format!("{degree:.3}° B")}</text>
            }
        });
    let communes = labels.iter().map(|label| {
        let (x, y) = (projection.x(label.longitude), projection.y(label.latitude));
        view! { <text class="map__commune" x=x y=y - 20.0 text-anchor="middle">{label.name.clone()}</text> }
    });
    let drawn = spots.iter().enumerate().map(|(place, spot)| {
        let number = place + 1;
        let (x, y) = scattered(projection, spots, place, spot);
        let level = match spot.weight {
            0 => "map__spot",
            1 => "map__spot map__spot--medium",
            _ => "map__spot map__spot--high",
        };
        let class = if spot.exact { level.to_owned() } else { format!("{level} map__spot--vague") };
        let title = format!("{number}. {}", spot.title);
        let label = title.clone();
        view! {
            <a id=format!("diem-{number}") class="map__link" href=format!("#cs-{number}") aria-label=label>
                <title>{title}</title>
                <circle class=class cx=x cy=y r="9" />
                <text class="map__number" x=x y=y + 3.0 text-anchor="middle">{number}</text>
            </a>
        }
    });
    view! {
        <div class="map">
            <svg viewBox=format!("0 0 {width} {height:.0}") role="group" aria-label=label>
                {meridians.collect_view()}
                {parallels.collect_view()}
                {communes.collect_view()}
                {drawn.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

/// Where a spot is drawn: those without coordinates of their own stand around the middle of their commune, one beside another.
fn scattered(projection: &Projection, spots: &[MapSpot], place: usize, spot: &MapSpot) -> (f64, f64) {
    let (x, y) = (projection.x(spot.longitude), projection.y(spot.latitude));
    if spot.exact {
        return (x, y);
    }
    let before = spots
        .iter()
        .take(place)
        .filter(|other| !other.exact && (other.latitude, other.longitude) == (spot.latitude, spot.longitude))
        .count();
    let turn = f64::from(u32::try_from(before).unwrap_or(0));
    // A sunflower's spiral: no two on one another, however many.
    let (angle, distance) = (turn * 2.399_963, 14.0 + 9.0 * turn.sqrt());
    (x + distance * angle.cos(), y + distance * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(latitude: f64, longitude: f64) -> (f64, f64) {
        (latitude, longitude)
    }

    #[test]
    fn every_point_is_inside_and_north_is_up() {
        let points = [at(20.64, 106.05), at(20.70, 106.20), at(20.50, 106.10)];
        let projection = Projection::around(&points).unwrap();
        for (latitude, longitude) in points {
            let (x, y) = (projection.x(longitude), projection.y(latitude));
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=projection.height).contains(&y), "{latitude} at {x} {y}");
        }
        assert!(projection.y(20.70) < projection.y(20.50));
        assert!(projection.x(106.05) < projection.x(106.20));
        // A kilometre north is as long as a kilometre east.
        let north = projection.y(20.60) - projection.y(20.61);
        let east = (projection.x(106.11) - projection.x(106.10)) / 20.6_f64.to_radians().cos();
        assert!((north / east - 1.0).abs() < 0.01, "{north} {east}");
        assert!(Projection::around(&[]).is_none());
    }

    #[test]
    fn one_point_alone_has_land_around_it() {
        let projection = Projection::around(&[at(20.64, 106.05)]).unwrap();
        assert!((projection.x(106.05) - WIDTH / 2.0).abs() < 1.0);
        let lines = projection.lines(20.62, 20.66, |degree| projection.y(degree));
        assert!(!lines.is_empty() && lines.len() < 40);
    }
}
