//! Form fields: label, hint, error and control, tied together for every reader.
//!
//! Why it exists: the id is made from the name, so the error summary's links, labels and descriptions always meet.
//! Must not know any rule about values: it shows what was typed, right or wrong, and the words of the error.

mod date;
mod fieldset;
mod file;
mod number;
mod select;
mod text;
mod textarea;

use leptos::prelude::*;

use super::OptionalText;

pub use date::{DateField, TimeField};
pub use fieldset::Fieldset;
pub use file::FileField;
pub use number::{MoneyField, NumberField};
pub use select::SelectField;
pub use text::TextField;
pub use textarea::TextareaField;

/// The id of a field's control: its name with dots and brackets as dashes (`party.name` → `party-name`).
#[must_use]
pub fn field_id(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '.' | '[' | ' ' => id.push('-'),
            ']' => {}
            other => id.push(other),
        }
    }
    id
}

/// The width of a control follows the length of the expected answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// The whole column.
    #[default]
    Full,
    /// About 4 characters.
    W4,
    /// About 6 characters.
    W6,
    /// About 10 characters.
    W10,
    /// About 20 characters.
    W20,
    /// About 30 characters.
    W30,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Width::Full => "",
            Width::W4 => "w-4",
            Width::W6 => "w-6",
            Width::W10 => "w-10",
            Width::W20 => "w-20",
            Width::W30 => "w-30",
        }
    }
}

/// Everything around a control. One plain struct instead of a component, to keep the browser bundle small.
pub(super) struct Frame {
    pub id: String,
    pub label: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub optional: bool,
    pub width: Width,
    pub suffix: Option<String>,
    pub below: Option<AnyView>,
}

impl Frame {
    pub(super) fn new(
        name: &str,
        label: String,
        hint: OptionalText,
        error: OptionalText,
        optional: bool,
        width: Width,
    ) -> Self {
        Self { id: field_id(name), label, hint: hint.0, error: error.0, optional, width, suffix: None, below: None }
    }

    /// The ids of hint and error, for `aria-describedby`.
    pub(super) fn described_by(&self) -> Option<String> {
        described_by(&self.id, self.hint.is_some(), self.error.is_some())
    }

    /// `aria-invalid`, only when there is an error.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// Label, hint and error around the control.
    pub(super) fn around(self, control: AnyView) -> AnyView {
        let class = if self.error.is_some() { "field field--error" } else { "field" };
        let with_suffix =
            if self.suffix.is_some() { "field__control field__control--suffix" } else { "field__control" };
        view! {
            <div class=class>
                <label class="field__label" for=self.id.clone()>{self.label}{optional_mark(self.optional)}</label>
                {hint_line(&self.id, self.hint)}
                {error_line(&self.id, self.error)}
                <div class=format!("{with_suffix} {}", self.width.class())>
                    {control}
                    {self.suffix.map(|suffix| view! { <span class="field__suffix" aria-hidden="true">{suffix}</span> })}
                </div>
                {self.below}
            </div>
        }
        .into_any()
    }
}

pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-goi-y {id}-loi")),
        (true, false) => Some(format!("{id}-goi-y")),
        (false, true) => Some(format!("{id}-loi")),
        (false, false) => None,
    }
}

pub(super) fn optional_mark(optional: bool) -> Option<AnyView> {
    optional.then(|| view! { <span class="field__optional">" (không bắt buộc)"</span> }.into_any())
}

pub(super) fn hint_line(id: &str, hint: Option<String>) -> Option<AnyView> {
    let id = format!("{id}-goi-y");
    hint.map(|hint| view! { <p class="field__hint" id=id>{hint}</p> }.into_any())
}

pub(super) fn error_line(id: &str, error: Option<String>) -> Option<AnyView> {
    let id = format!("{id}-loi");
    error.map(|error| {
        view! { <p class="field__error" id=id><span class="visually-hidden">"Lỗi: "</span>{error}</p> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::field_id;

    #[test]
    fn ids_from_names() {
        for (name, id) in
            [("ten", "ten"), ("party.name", "party-name"), ("acts[0][code]", "acts-0-code"), ("a[0].b", "a-0-b")]
        {
            assert_eq!(field_id(name), id);
        }
    }
}
