//! A stale form: someone else changed the same record. Nothing typed is lost; the officer decides. Must not merge anything.

use leptos::prelude::*;

/// One field that differs between what was typed and what is stored now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field in words.
    pub field: String,
    /// What this officer typed.
    pub yours: String,
    /// What is stored now.
    pub theirs: String,
}

impl Change {
    /// A difference.
    pub fn new(field: impl Into<String>, yours: impl Into<String>, theirs: impl Into<String>) -> Self {
        Self { field: field.into(), yours: yours.into(), theirs: theirs.into() }
    }
}

/// Shows the differences side by side and offers the actions handed in (keep mine, take theirs).
///
/// - Server: `role="alert"`, `autofocus`, a table “của đồng chí / đang lưu”; children are the forms that resolve it.
/// - Hydrate: nothing changes.
/// - Without scripts: the forms inside post as usual.
#[component]
pub fn Conflict(
    /// Who saved in between.
    #[prop(into)]
    who: String,
    /// When, in words.
    #[prop(into)]
    when: String,
    changes: Vec<Change>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let rows = changes
        .into_iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{change.field}</th>
                    <td data-label="Đồng chí đã nhập"><ins>{shown(change.yours)}</ins></td>
                    <td data-label="Đang lưu"><del>{shown(change.theirs)}</del></td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="conflict" id="xung-dot" role="alert" tabindex="-1" autofocus aria-labelledby="xung-dot-tieu-de">
            <h2 id="xung-dot-tieu-de">"Hồ sơ vừa được người khác sửa"</h2>
            <p>
                <b>{who}</b>" đã lưu lúc "{when}
                ". Nội dung đồng chí nhập vẫn còn nguyên và chưa được lưu. So sánh rồi chọn nội dung đúng."
            </p>
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Mục"</th>
                        <th scope="col">"Đồng chí đã nhập"</th>
                        <th scope="col">"Đang lưu"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {children.map(|children| children())}
        </section>
    }
    .into_any()
}

fn shown(value: String) -> String {
    if value.is_empty() { "(để trống)".to_owned() } else { value }
}
