//! Every form, filled in as an officer would, as the sheet it prints: what it says holds no blank and no placeholder. With
//! `INS_FORMS` naming a directory each sheet is written there, for the pictures of `docs/screens/forms`.

use super::DocumentSheet;
use super::fixture::{Until, case, done, firm, plan};
use domain::calendar::format_date;
use domain::case::procedure::{Done, Effect, Field, FormKind, Kind, Procedure, all, document, parse};
use domain::case::{CaseFile, PaperKind};
use domain::paper::Document;
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;
use std::collections::BTreeSet;
use std::path::Path;

/// What is typed where; the first row whose key and words of the label fit.
const TYPED: &[(&str, &str, &str)] = &[
    ("place", "", "Số 12 đường Nguyễn Văn Linh, phường Phố Hiến, tỉnh Hưng Yên"),
    ("present", "", "Đặng Hữu Phước, Giám đốc, đại diện tổ chức\nTrần Đức Mạnh, Kiểm soát viên thị trường"),
    ("witness", "", "Lê Thị Bưởi, phường Phố Hiến, số định danh cá nhân 033185001234"),
    ("opinion", "", "Nhất trí với nội dung biên bản"),
    ("reason", "phạt", "Vi phạm lần đầu, thành thật khai báo"),
    ("reason", "", "Để xác minh nguồn gốc hàng hóa làm căn cứ ra quyết định xử phạt"),
    ("fine", "", "400.000"),
    ("behaviour", "", "nd87-d13-k1a"),
    ("keeper", "", "Thủ kho Nguyễn Văn Hải, Đội Quản lý thị trường số 3"),
    ("from_keeper", "", "Thủ kho Nguyễn Văn Hải, Đội Quản lý thị trường số 3"),
    ("receiver", "Tổ chức đấu giá", "Công ty Đấu giá hợp danh Phố Hiến; ông Vũ Đình Lộc trúng đấu giá"),
    ("receiver", "", "Đặng Hữu Phước, Giám đốc"),
    ("stored_at", "", "Kho tang vật Đội Quản lý thị trường số 3, số 18 đường Điện Biên, phường Phố Hiến"),
    ("seals", "", "QLTT33-000125 đến QLTT33-000128"),
    ("seal_condition", "", "Còn nguyên vẹn, số tem khớp biên bản niêm phong"),
    ("position", "", "Miệng từng thùng các-tông, giáp hai mép nắp"),
    ("condition", "", "Còn nguyên bao gói"),
    ("marks", "", "Xe tải biển số 89C-123.45; số khung RLH123456; số máy D4CB789"),
    ("council", "", "Quyết định số 15/QĐ-HĐ ngày 06/01/2026 của Chi cục Quản lý thị trường tỉnh Hưng Yên"),
    ("property", "", "Tiền gửi 20.000.000 đồng tại Ngân hàng Nông nghiệp, chi nhánh Hưng Yên"),
    ("object", "Tài khoản", "Tài khoản số 2400201001234, Ngân hàng Nông nghiệp, chi nhánh Hưng Yên"),
    ("object", "Người", "Trần Văn Nam, sinh ngày 03/02/1990, phường Phố Hiến, tỉnh Hưng Yên"),
    ("object", "giám định", "02 hộp bánh quy bơ lấy theo biên bản lấy mẫu"),
    ("object", "", "Xe tải biển số 89C-123.45 và toàn bộ hàng hóa trên xe"),
    ("body", "", "Trung tâm Kỹ thuật tiêu chuẩn đo lường chất lượng tỉnh Hưng Yên"),
    ("to_body", "Ủy ban", "Ủy ban nhân dân phường Phố Hiến"),
    ("to_body", "tố tụng", "Cơ quan Cảnh sát điều tra Công an tỉnh Hưng Yên"),
    ("to_body", "", "Sở Tài chính tỉnh Hưng Yên"),
    ("to_name", "", "Trần Đức Mạnh, Kiểm soát viên thị trường"),
    ("to_id", "", "c2"),
    ("licence", "", "Giấy chứng nhận đủ điều kiện an toàn thực phẩm số 45/2024, cấp ngày 02/05/2024, Sở Công Thương"),
    ("documents", "", "Bản sao hóa đơn, chứng từ; ảnh chụp hiện trường"),
    ("request", "", "ngày 08/01/2026, có xác nhận của Ủy ban nhân dân phường Phố Hiến"),
    ("complainant", "", "Công ty TNHH Thương mại Đặng Hữu Phước, địa chỉ phường Phố Hiến, tỉnh Hưng Yên"),
    ("out", "", "Trần Đức Mạnh, Kiểm soát viên thị trường"),
    ("into", "", "Vũ Đình Lộc, Kiểm soát viên thị trường, Thẻ kiểm tra thị trường số 33-0123"),
    ("person", "", "Phạm Thị Hoa, sinh năm 1985, phường Phố Hiến, số định danh cá nhân 033185009876"),
    ("samples", "", "Bánh quy bơ hộp thiếc 680 g, lô L2025-11, lấy tại quầy bán hàng"),
    ("tests", "", "Hàm lượng chất bảo quản; ghi nhãn"),
    ("amount", "", "1.000.000"),
    ("receipt", "", "Biên lai 0001234 ngày 09/01/2026"),
    ("number", "", "12/KL-GĐ ngày 06/01/2026"),
];

fn typed(case: &CaseFile, field: &Field, name: &str, now: DateTime) -> String {
    let day = if field.ahead { now.date().saturating_add(jiff::Span::new().days(3)) } else { now.date() };
    let words = TYPED.iter().find(|(key, label, _)| *key == field.key && field.label.contains(label));
    match field.kind {
        Kind::Text | Kind::Lines => {
            words.map_or_else(|| format!("Ghi rõ: {}", field.label), |(.., text)| (*text).to_owned())
        }
        Kind::Date => format_date(day),
        Kind::Moment if name.ends_with("_time") => format!("{:02}:{:02}", now.hour(), now.minute()),
        Kind::Moment => format_date(day),
        Kind::Money => words.map_or("5.000.000", |(.., text)| text).to_owned(),
        Kind::Count { min, .. } => min.to_string(),
        Kind::Choice(list) => list[0].0.to_owned(),
        Kind::Exhibits | Kind::PricedExhibits if name.ends_with(".take") => "1".to_owned(),
        Kind::Exhibits | Kind::PricedExhibits if name.ends_with(".price") => "190.000".to_owned(),
        Kind::Exhibits | Kind::PricedExhibits => String::new(),
        Kind::Paper => case.papers().last().map_or(String::new(), |paper| paper.number.clone()),
    }
}

/// A procedure carried out in a decided case, with every question answered but why somebody would not sign.
fn filled(case: &CaseFile, serial: u32, found: &Procedure, now: DateTime) -> Done {
    let answers = parse(found, case, |name: &str| {
        let base = name.strip_suffix("_date").or(name.strip_suffix("_time")).unwrap_or(name);
        let base = base.split('.').next().unwrap_or(base);
        let field = found.questions().find(|field| field.key == base && field.key != "refusal");
        field.map_or_else(String::new, |field| typed(case, field, name, now))
    })
    .unwrap_or_else(|errors| panic!("{}: {errors:?}", found.key));
    done(case, found, serial, now, answers)
}

fn sheet(document: Document) -> String {
    Owner::new().with(|| view! { <DocumentSheet document=document /> }.into_any().to_html())
}

/// Name of the file, code of the form, and the sheet.
fn sheets() -> Vec<(String, String, String)> {
    let decided = case(&firm(), Until::Decided);
    let now = decided.decision.as_ref().expect("decided").frame.at.date().at(15, 0, 0, 0);
    let mut list: Vec<(String, Document)> =
        PaperKind::ALL.into_iter().filter_map(|kind| Some((kind.key().to_owned(), decided.paper(kind)?))).collect();
    let names = ["quyet-dinh-phe-duyet-ke-hoach", "ke-hoach-kiem-tra"];
    list.extend(names.map(str::to_owned).into_iter().zip(plan(true).documents(false)));
    let mut case = decided;
    for (serial, found) in (1_u32..).zip(all().filter(|found| found.form.is_some())) {
        let done = filled(&case, serial, found, now);
        list.extend(document(&case, &done).map(|paper| (found.key.to_owned(), paper)));
        // What was done stands in the papers after it; what would take the case back or mark a paper is left out.
        if found.effect == Effect::None {
            case.version += 1;
            case.steps.push(done);
        }
    }
    list.into_iter().map(|(key, paper)| (key, paper.code.clone(), sheet(paper))).collect()
}

#[test]
fn every_form_prints_a_whole_sheet() {
    let sheets = sheets();
    let forms = all().filter(|found| found.form.is_some()).count();
    assert_eq!(sheets.len(), forms + PaperKind::ALL.len() + 2);
    let keys: BTreeSet<&str> = sheets.iter().map(|(key, ..)| key.as_str()).collect();
    assert_eq!(keys.len(), sheets.len(), "a key twice");
    let mut wrong = Vec::new();
    for (key, _, html) in &sheets {
        assert!(html.contains("class=\"sheet\"") && html.contains("class=\"paper-title\""), "{key}");
        for word in ["{", "}", "……", "None", "ngày ngày", "số số", "..", ": .", ": ;", ", ,", " ,", "DỰ THẢO"]
        {
            // The mark's drawing is not text.
            let words = html.split("<svg").next().unwrap_or_default();
            if let Some(at) = words.find(word) {
                let near: String = words[..at].chars().rev().take(60).collect();
                wrong.push(format!("{key}: “{word}” after {}", near.chars().rev().collect::<String>()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for kind in [FormKind::Decision, FormKind::Record, FormKind::Letter] {
        assert!(all().any(|found| found.form.is_some_and(|form| form.kind == kind)), "no form of {kind:?}");
    }
    let Ok(folder) = std::env::var("INS_FORMS") else { return };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut index = Vec::new();
    for (key, code, html) in sheets {
        std::fs::write(folder.join(format!("{key}.html")), html).unwrap_or_else(|error| panic!("{key}: {error}"));
        index.push(serde_json::json!({ "key": key, "code": code }));
    }
    let index = serde_json::to_string(&index).expect("an index is JSON");
    std::fs::write(folder.join("forms.json"), index).unwrap_or_else(|error| panic!("forms.json: {error}"));
}
