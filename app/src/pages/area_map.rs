//! The places of a team on a map, in step with the list below it.

use super::book::{parameter, tabs};
use super::common::{document_title, reading, shown};
use super::risk::mark;
use crate::api::book::{MAP, MapView, Spot};
use crate::components::{Cell, Column, DataTable, EmptyState, MapLabel, MapSpot, PageTitle, PointMap, Row};
use crate::routes;
use domain::establishment::Level;
use leptos::prelude::*;

/// The map of a unit.
#[component]
pub fn MapPage() -> impl IntoView {
    let unit = parameter("unit");
    shown(reading(move || unit.get(), crate::api::book::read_map), page)
}

fn page(map: MapView) -> AnyView {
    let spots: Vec<MapSpot> = map.spots.iter().map(drawn).collect();
    let labels = map.communes.iter().map(|(name, point)| MapLabel {
        latitude: point.latitude,
        longitude: point.longitude,
        name: name.clone(),
    });
    let labels: Vec<MapLabel> = labels.collect();
    let body = if spots.is_empty() && labels.is_empty() {
        view! { <EmptyState title="Chưa có cơ sở nào trên bản đồ" text="Nhập xã, phường hoặc tọa độ ở hồ sơ cơ sở." /> }
            .into_any()
    } else {
        let columns = ["Số", "Cơ sở", "Địa chỉ", "Rủi ro", "Vị trí"].map(Column::new).to_vec();
        let rows: Vec<Row> = map.spots.iter().enumerate().map(|(place, spot)| row(place + 1, spot)).collect();
        view! {
            <PointMap spots=spots labels=labels label="Bản đồ cơ sở; danh sách ở dưới có cùng các số" />
            <p class="small muted">"Vòng liền: tọa độ của cơ sở. Vòng đứt: chưa có tọa độ, đặt quanh giữa xã, phường. Viền càng đậm, rủi ro càng cao. Số trên bản đồ là số trong danh sách."</p>
            <DataTable caption="Cơ sở trên bản đồ" columns=columns rows=rows />
        }
        .into_any()
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

fn drawn(spot: &Spot) -> MapSpot {
    MapSpot {
        latitude: spot.point.latitude,
        longitude: spot.point.longitude,
        title: format!("{} – rủi ro {}", spot.name, spot.risk.level.label().to_lowercase()),
        weight: match spot.risk.level {
            Level::Low => 0,
            Level::Medium => 1,
            Level::High => 2,
        },
        exact: spot.exact,
    }
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
