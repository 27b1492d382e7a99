//! What a party is of others: links that officers entered, and what was found from numbers and addresses.

use crate::api::registry::{LinkLine, MatchLine, SubmitLink, SubmitLinkEnd};
use crate::components::{Actions, Button, ButtonKind, Cell, Choice, Column, DataTable, Row, SelectField, TextField};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::registry::link::LinkKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Links that officers entered, with the form that enters one.
pub(super) fn entered(party: &str, links: Vec<LinkLine>, may: bool, draft: Option<&Draft>) -> Option<AnyView> {
    if links.is_empty() && !may {
        return None;
    }
    let draft = draft.cloned().unwrap_or_default();
    let (value, error) = answers(&draft);
    let party = party.to_owned();
    let lines = links
        .into_iter()
        .map(|link| {
            let this = value("link") == link.num.to_string();
            let typed = if this { value("link_end_reason") } else { String::new() };
            let wrong = if this { error("link_end_reason") } else { None };
            let end = (may && link.ended.is_none()).then(|| {
                let label = format!("Lý do thôi liên kết với “{}”", link.name);
                view! {
                    <details open=this>
                        <summary>"Thôi liên kết"</summary>
                        <form method="post" action=SubmitLinkEnd::url() class="stack" novalidate>
                            <input type="hidden" name="party" value=party.clone() />
                            <input type="hidden" name="link" value=link.num.to_string() />
                            <TextField name="link_end_reason" label=label value=typed error=wrong />
                            <Actions><Button text="Thôi liên kết" kind=ButtonKind::Secondary /></Actions>
                        </form>
                    </details>
                }
            });
            let ended = link.ended.map(|ended| format!(" ({ended})"));
            view! {
                <li>
                    {link.words}" "<a href=routes::party(&link.other)>{link.name}</a>{ended}
                    <span class="table__note">{format!("Nguồn: {}", link.source)}</span>
                    {end}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let list = (!lines.is_empty()).then(|| view! { <ul class="stack">{lines}</ul> });
    let form = may.then(|| {
        let kinds = LinkKind::ALL
            .into_iter()
            .flat_map(|kind| {
                [Choice::new(kind.key(), kind.label()), Choice::new(format!("<{}", kind.key()), kind.reverse())]
            })
            .collect();
        let typed = ["link_kind", "link_other", "link_source"].into_iter().any(|name| error(name).is_some());
        view! {
            <details open=typed>
                <summary>"Thêm liên kết"</summary>
                <form method="post" action=SubmitLink::url() class="stack-lg" novalidate>
                    <input type="hidden" name="party" value=party.clone() />
                    <SelectField name="link_kind" label="Đối tượng này" options=kinds value=value("link_kind") error=error("link_kind") />
                    <TextField name="link_other" label="Bên kia" hint="Mã số thuế, số định danh hoặc tên trong cơ sở dữ liệu" value=value("link_other") error=error("link_other") />
                    <TextField name="link_source" label="Nguồn" hint="Giấy đăng ký, biên bản, lời khai" value=value("link_source") error=error("link_source") />
                    <Actions><Button text="Ghi liên kết" kind=ButtonKind::Secondary /></Actions>
                </form>
            </details>
        }
    });
    Some(
        view! {
            <h2>"Quan hệ với tổ chức, cá nhân khác"</h2>
            {list}
            {form}
        }
        .into_any(),
    )
}

/// Who shares something with a party.
pub(super) fn shared(links: Vec<MatchLine>) -> Option<AnyView> {
    let rows: Vec<Row> = links
        .into_iter()
        .map(|one| {
            vec![Cell::link(routes::party(&one.id), one.name), Cell::text(one.about), Cell::text(one.reasons.join(" "))]
        })
        .collect();
    let columns = vec![Column::new("Tên"), Column::new("Loại, địa chỉ"), Column::new("Liên hệ")];
    (!rows.is_empty()).then(|| {
        view! {
            <h2>"Liên hệ tìm thấy"</h2>
            <p class="muted">"Tìm thấy từ số định danh, điện thoại, địa chỉ, người đại diện; chưa ai xác nhận."</p>
            <DataTable caption="Liên hệ tìm thấy" columns=columns rows=rows hide_caption=true />
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::tachys::view::RenderHtml;

    #[test]
    fn links_tell_their_source_and_end_with_a_reason() {
        let line = |num, ended: Option<&str>| LinkLine {
            num,
            words: "là chủ của".to_owned(),
            other: "b".to_owned(),
            name: "Hoa Mai".to_owned(),
            source: "Giấy đăng ký".to_owned(),
            ended: ended.map(str::to_owned),
        };
        let html = |may, links| Owner::new().with(|| entered("a", links, may, None).into_any().to_html());
        let page = html(true, vec![line(1, None), line(2, Some("thôi từ hôm qua: sang tên"))]);
        for words in
            ["là chủ của", "/doi-tuong/b", "Nguồn: Giấy đăng ký", "sang tên", "name=\"link\" value=\"1\"", "có chủ là"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("name=\"link\" value=\"2\""), "what has ended does not end again");
        let page = html(false, vec![line(1, None)]);
        assert!(page.contains("Hoa Mai") && !page.contains("link_end_reason"), "{page}");
        assert!(entered("a", Vec::new(), false, None).is_none());
    }
}
