//! Search over cases and parties from the box in the header.

use super::cases::case_table;
use super::common::{document_title, query, reading, shown};
use super::parties::party_table;
use crate::components::{EmptyState, PageTitle};
use leptos::prelude::*;

/// What the search found.
#[component]
pub fn Search() -> impl IntoView {
    let text = query("q");
    let found = reading(
        move || text.get(),
        |text| async move { Ok((crate::api::work::read_search(text.clone()).await?, text)) },
    );
    shown(found, |(found, text)| {
        let asked = !text.trim().is_empty();
        let nothing = asked && found.cases.is_empty() && found.parties.is_empty();
        let caption = if asked {
            format!("Từ khóa: “{text}”")
        } else {
            "Gõ từ khóa vào ô tìm kiếm ở đầu trang".to_owned()
        };
        let cases = (!found.cases.is_empty()).then(|| {
            view! { <h2>"Hồ sơ vụ việc"</h2>{case_table("Hồ sơ tìm thấy", found.cases, found.now)} }
        });
        let parties =
            (!found.parties.is_empty()).then(|| view! { <h2>"Tổ chức, cá nhân"</h2>{party_table(found.parties)} });
        let empty = nothing.then(|| {
            view! {
                <EmptyState
                    title="Không tìm thấy"
                    text="Thử một phần của tên (không cần dấu), mã số thuế, số căn cước, số điện thoại hoặc số văn bản."
                />
            }
        });
        view! {
            {document_title("Tìm kiếm", None)}
            <PageTitle title="Kết quả tìm kiếm" caption=caption />
            {empty}
            {cases}
            {parties}
        }
        .into_any()
    })
}
