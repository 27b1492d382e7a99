//! The places of a team on a map that we draw ourselves: points over a grid of degrees with the names of the communes, in step with
//! the list below. No tile of any outside service.

use super::book::{parameter, tabs};
use super::common::{document_title, reading, shown};
use super::risk::mark;
use crate::api::book::{MAP, MapView, Spot};
use crate::components::{Cell, Column, DataTable, EmptyState, PageTitle, Row};
use crate::routes;
use domain::establishment::Level;
use domain::place::Point;
use leptos::prelude::*;

/// The map of a unit.
#[component]
pub fn MapPage() -> impl IntoView {
    let unit = parameter("unit");
    shown(reading(move || unit.get(), crate::api::book::read_map), page)
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
    fn around(points: &[Point]) -> Option<Self> {
        let first = points.first()?;
        let (mut south, mut north) = (first.latitude, first.latitude);
        let (mut west, mut east) = (first.longitude, first.longitude);
        for point in points {
            south = south.min(point.latitude);
            north = north.max(point.latitude);
            west = west.min(point.longitude);
            east = east.max(point.longitude);
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

fn page(map: MapView) -> AnyView {
    let points: Vec<Point> =
        map.spots.iter().map(|spot| spot.point).chain(map.communes.iter().map(|(_, point)| *point)).collect();
    let body = match Projection::around(&points) {
        None => view! { <EmptyState title="Chưa có cơ sở nào trên bản đồ" text="Nhập xã, phường hoặc tọa độ ở hồ sơ cơ sở." /> }
            .into_any(),
        Some(projection) => {
            let columns = ["Số", "Cơ sở", "Địa chỉ", "Rủi ro", "Vị trí"].map(Column::new).to_vec();
            let rows: Vec<Row> = map.spots.iter().enumerate().map(|(place, spot)| row(place + 1, spot)).collect();
            view! {
                {drawing(&projection, &map)}
                <p class="small muted">"Vòng liền: tọa độ của cơ sở. Vòng đứt: chưa có tọa độ, đặt quanh giữa xã, phường. Viền càng đậm, rủi ro càng cao. Số trên bản đồ là số trong danh sách."</p>
                <DataTable caption="Cơ sở trên bản đồ" columns=columns rows=rows />
            }
            .into_any()
        }
    };
    let nowhere = (map.nowhere > 0).then(|| {
        view! { <p>{format!("{} cơ sở chưa có xã, phường và tọa độ nên không có trên bản đồ.", map.nowhere)}</p> }
    });
    let most = (map.spots.len() >= MAP).then(|| {
        view! { <p>{format!("Bản đồ hiện {MAP} cơ sở có rủi ro cao nhất.")}</p> }
    });
    view! {
        {document_title("Bản đồ địa bàn", None)}
        <PageTitle title="Bản đồ địa bàn" caption=map.unit_name.clone() />
        {tabs(&map.unit)}
        {most}
        {nowhere}
        {body}
    }
    .into_any()
}

fn row(number: usize, spot: &Spot) -> Row {
    let position = if spot.exact { spot.point.to_string() } else { "giữa xã, phường".to_owned() };
    vec![
        Cell::view(view! { <a id=format!("cs-{number}") href=format!("#diem-{number}")>{number}</a> }),
        Cell::link_noted(routes::place(&spot.id), spot.name.clone(), spot.owner.clone()),
        Cell::text(spot.address.clone()),
        Cell::view(mark(&spot.risk)),
        Cell::text(position),
    ]
}

fn drawing(projection: &Projection, map: &MapView) -> AnyView {
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
    let communes = map.communes.iter().map(|(name, point)| {
        let (x, y) = (projection.x(point.longitude), projection.y(point.latitude));
        view! { <text class="map__commune" x=x y=y text-anchor="middle">{name.clone()}</text> }
    });
    let spots = map.spots.iter().enumerate().map(|(place, spot)| {
        let number = place + 1;
        let (x, y) = scattered(projection, map, place, spot);
        let level = match spot.risk.level {
            Level::High => "map__spot map__spot--high",
            Level::Medium => "map__spot map__spot--medium",
            Level::Low => "map__spot",
        };
        let class = if spot.exact { level.to_owned() } else { format!("{level} map__spot--vague") };
        let title = format!("{number}. {} – rủi ro {}", spot.name, spot.risk.level.label().to_lowercase());
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
            <svg viewBox=format!("0 0 {width} {height:.0}") role="group" aria-label="Bản đồ cơ sở; danh sách ở dưới có cùng các số">
                {meridians.collect_view()}
                {parallels.collect_view()}
                {communes.collect_view()}
                {spots.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

/// Where a spot is drawn: those without coordinates of their own stand around the middle of their commune, one beside another.
fn scattered(projection: &Projection, map: &MapView, place: usize, spot: &Spot) -> (f64, f64) {
    let (x, y) = (projection.x(spot.point.longitude), projection.y(spot.point.latitude));
    if spot.exact {
        return (x, y);
    }
    let before = map.spots.iter().take(place).filter(|other| !other.exact && other.point == spot.point).count();
    let turn = f64::from(u32::try_from(before).unwrap_or(0));
    // A sunflower's spiral: no two on one another, however many.
    let (angle, distance) = (turn * 2.399_963, 14.0 + 9.0 * turn.sqrt());
    (x + distance * angle.cos(), y + distance * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(latitude: f64, longitude: f64) -> Point {
        Point { latitude, longitude }
    }

    #[test]
    fn every_point_is_inside_and_north_is_up() {
        let points = [at(20.64, 106.05), at(20.70, 106.20), at(20.50, 106.10)];
        let projection = Projection::around(&points).unwrap();
        for point in points {
            let (x, y) = (projection.x(point.longitude), projection.y(point.latitude));
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=projection.height).contains(&y), "{point} at {x} {y}");
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
