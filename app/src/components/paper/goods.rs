//! The list of goods and exhibits of a paper. Must not add anything up: the total arrives as written.

use leptos::prelude::*;

use crate::components::OptionalText;

/// One line of the goods list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goods {
    /// Name of the exhibit.
    pub name: String,
    /// Kind, brand, origin.
    pub kind: String,
    /// Unit of measure.
    pub unit: String,
    /// Quantity as written.
    pub quantity: String,
    /// Unit price as written.
    pub price: String,
    /// Value as written.
    pub value: String,
    /// Condition and notes.
    pub note: String,
}

/// The list of exhibits with a total line; its head repeats on every printed page.
///
/// - Server: a ruled table.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn GoodsTable(
    #[prop(into)] caption: String,
    goods: Vec<Goods>,
    /// The sum of the values as written.
    #[prop(optional, into)]
    total: OptionalText,
) -> AnyView {
    let rows = goods
        .into_iter()
        .enumerate()
        .map(|(index, goods)| {
            view! {
                <tr>
                    <td class="mid">{(index + 1).to_string()}</td>
                    <td>{goods.name}</td>
                    <td>{goods.kind}</td>
                    <td class="mid">{goods.unit}</td>
                    <td class="num">{goods.quantity}</td>
                    <td class="num">{goods.price}</td>
                    <td class="num">{goods.value}</td>
                    <td>{goods.note}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="goods">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">"STT"</th>
                    <th scope="col">"Tên hàng hóa, tang vật"</th>
                    <th scope="col">"Chủng loại, nhãn hiệu, xuất xứ"</th>
                    <th scope="col">"ĐVT"</th>
                    <th scope="col">"Số lượng"</th>
                    <th scope="col">"Đơn giá (đ)"</th>
                    <th scope="col">"Trị giá (đ)"</th>
                    <th scope="col">"Tình trạng, ghi chú"</th>
                </tr>
            </thead>
            <tbody>
                {rows}
                {total.0.map(|total| view! {
                    <tr>
                        <td colspan="6" class="mid"><b>"Tổng cộng"</b></td>
                        <td class="num"><b>{total}</b></td>
                        <td></td>
                    </tr>
                })}
            </tbody>
        </table>
    }
    .into_any()
}
