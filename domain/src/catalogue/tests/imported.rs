//! Uploaded catalogues: read whole, or refused with every reason.

use super::*;
use serde_json::{Value, json};

/// The shipped catalogue as a document to be spoiled.
fn document() -> Value {
    serde_json::to_value(Catalogue::embedded()).unwrap()
}

fn refused(document: &Value) -> Vec<String> {
    import(&document.to_string()).err().unwrap_or_default().iter().map(CatalogueProblem::line).collect()
}

/// The position of a row.
fn at(id: &str) -> usize {
    Catalogue::embedded().behaviour.iter().position(|row| row.id == id).unwrap()
}

#[test]
fn what_is_handed_out_is_read_back() {
    let text = export(Catalogue::embedded());
    assert_eq!(import(&text).as_ref(), Ok(Catalogue::embedded()));
    assert_eq!(import(&format!("\u{feff}\n{text}\n")).as_ref(), Ok(Catalogue::embedded()));
}

#[cfg(feature = "import")]
#[test]
fn the_shipped_toml_uploaded_gives_the_shipped_rows() {
    let text = include_str!("../../../data/catalogue.toml");
    assert_eq!(import(text).as_ref(), Ok(Catalogue::embedded()));
    let fine = text.replacen("from = 0.5, to = 1,", "from = 0.5005, to = 1,", 1);
    let problems = import(&fine).unwrap_err();
    assert_eq!(problems[0].id, "nd98-d8-phao");
    assert!(problems[0].message.contains("“from” của khung thứ 2"), "{problems:?}");
    let finer = import(&text.replacen("from = 0.5, to = 1,", "from = 0.50005, to = 1,", 1)).unwrap_err();
    assert_eq!(finer[0].message, problems[0].message);
    let broken = import("[[behaviour]]\nid = nd98\n").unwrap_err();
    assert!(broken[0].message.contains("TOML") && broken[0].message.contains("line 2"), "{broken:?}");
    let twice = import("[[behaviour]]\nid = \"a\"\nid = \"b\"\n").unwrap_err();
    assert!(twice[0].message.contains("duplicate key"), "{twice:?}");
}

#[test]
fn text_that_is_no_catalogue_is_refused() {
    for (text, part) in [
        ("", "rỗng"),
        ("   \n", "rỗng"),
        ("{", "không phải JSON"),
        ("[]", "phải là một đối tượng"),
        ("[ {} ]", "phải là một đối tượng"),
        ("{}", "Thiếu danh sách hành vi"),
        (r#"{"behaviour": {}}"#, "Thiếu danh sách hành vi"),
        (r#"{"behaviour": []}"#, "không có hành vi nào"),
        (r#"{"behaviour": [1]}"#, "hành vi thứ 1: Hành vi phải là một đối tượng"),
        (r#"{"behaviour": [], "behaviour": []}"#, "hai lần"),
        (r#"{"behaviour": [], "version": 2}"#, "“version”"),
    ] {
        let problems = import(text).unwrap_err();
        assert!(problems.iter().any(|problem| problem.line().contains(part)), "{text}: {problems:?}");
    }
}

#[test]
fn size_is_limited() {
    let head = "{\"behaviour\": [], \"x\": \"";
    let long = |bytes: usize| format!("{head}{}\"}}", "a".repeat(bytes - head.len() - 2));
    assert!(import(&long(MAX_BYTES + 1)).unwrap_err()[0].message.contains("2 MB"));
    assert!(import(&long(MAX_BYTES)).unwrap_err()[0].message.contains("“x”"), "read");
    let many = |rows: usize| import(&format!("{{\"behaviour\": [{}]}}", vec!["0"; rows].join(","))).unwrap_err();
    assert!(many(MAX_ROWS + 1)[0].message.contains("5001"));
    assert!(many(MAX_ROWS)[0].message.contains("đối tượng"), "read");
    assert_eq!(many(MAX_PROBLEMS).len(), MAX_PROBLEMS);
    let told = many(MAX_PROBLEMS + 7);
    assert_eq!(told.len(), MAX_PROBLEMS + 1);
    assert!(told[MAX_PROBLEMS].message.contains("7 lỗi nữa"));
}

#[test]
fn the_shape_of_every_row_is_told_with_its_row() {
    let mut document = document();
    let rows = &mut document["behaviour"];
    rows[0].as_object_mut().unwrap().remove("article");
    rows[0]["penalty"] = json!(5);
    rows[1]["confidence"] = json!("sure");
    rows[2]["in_force_from"] = json!("2025-02-30");
    rows[3]["field"] = json!("thue");
    rows[4]["bands"][0]["min"] = json!(1.5);
    rows[4]["bands"][0]["maximum"] = json!(1);
    rows[5]["bands"] = json!("none");
    rows[6]["remedies"] = json!([1]);
    rows[7]["bands"][0]["warning"] = json!("yes");
    rows[8].as_object_mut().unwrap().remove("id");
    rows[9]["title"] = Value::Null;
    let told = refused(&document);
    for part in [
        "nd98-d6-k1: Thiếu mục “article”",
        "nd98-d6-k1: Không có mục “penalty”",
        "“confidence” không đúng: ghi một trong các giá trị V, R, U",
        "“in_force_from” không đúng: ghi ngày dạng năm-tháng-ngày",
        "“field” không đúng: ghi một trong các lĩnh vực hang-cam",
        "“min” của khung thứ 1 không đúng: ghi số nguyên",
        "Không có mục “maximum” của khung thứ 1",
        "“bands” không đúng",
        "“remedies” không đúng",
        "“warning” của khung thứ 1 không đúng: ghi true hoặc false",
        "hành vi thứ 9: Thiếu mục “id”",
        "Thiếu mục “title”",
    ] {
        assert_eq!(told.iter().filter(|line| line.contains(part)).count(), 1, "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 12, "{told:#?}");
}

#[test]
fn each_wrong_figure_is_told_once() {
    let smuggled = at("nd98-d15-k1");
    let unit = at("nd98-d8-phao");
    /// What is spoiled, and the words of the problem.
    type Case = (fn(&mut Behaviour), usize, &'static str);
    let cases: [Case; 29] = [
        (
            |row| row.bands[2].to = Some(9_999_999),
            smuggled,
            "Hở giữa khung điểm c khoản 1 và điểm d khoản 1: từ 9.999.999",
        ),
        (|row| row.bands[2].to = Some(10_000_001), smuggled, "chồng nhau từ 10.000.000 đồng đến dưới 10.000.001 đồng"),
        (|row| row.bands[2].to = None, smuggled, "để mở mà còn khung điểm d khoản 1"),
        (|row| row.bands[3].from = None, smuggled, "thiếu cận dưới"),
        (|row| row.bands[0].from = None, smuggled, "Khung đầu tiên"),
        (|row| row.bands.last_mut().unwrap().to = Some(900_000_000), smuggled, "phải để mở"),
        (|row| row.bands[0].min = row.bands[0].max + 1, smuggled, "bị ngược: mức thấp nhất 1.000.001 lớn hơn"),
        (|row| row.bands[0].min = -1, smuggled, "-1–1.000.000 đồng"),
        (|row| row.bands[0].max = 10_000_000_001, smuggled, "lớn hơn 10.000.000.000 đồng"),
        (|row| row.bands[0].from = Some(-5), smuggled, "Ngưỡng -5"),
        (|row| row.bands[0].clause = " ".into(), smuggled, "thiếu căn cứ khoản"),
        (|row| row.article.clear(), smuggled, "Thiếu căn cứ điều"),
        (|row| row.article = "khoản 1 Điều 15".into(), smuggled, "Thiếu căn cứ điều"),
        (|row| row.supplementary.push("phạt tù".into()), smuggled, "“phạt tù”"),
        (|row| row.remedies.push("nộp lại tiền".into()), smuggled, "“nộp lại tiền”: bắt đầu bằng “buộc”"),
        (|row| row.instrument = "  ".into(), smuggled, "Thiếu căn cứ văn bản"),
        (|row| row.title.clear(), smuggled, "Thiếu tên hành vi"),
        (|row| row.unit = None, unit, "thiếu đơn vị tính"),
        (|row| row.unit = Some(" ".into()), unit, "thiếu đơn vị tính"),
        (|row| row.bands.clear(), smuggled, "Không có khung phạt"),
        (|row| row.in_force_to = Some(date(2020, 10, 14)), smuggled, "hết hiệu lực 14/10/2020 trước ngày có hiệu lực"),
        (|row| row.in_force_from = date(202, 10, 15), smuggled, "không hợp lý: kiểm tra lại năm"),
        (|row| row.organisation_factor = 3, smuggled, "Hệ số đối với tổ chức là 3"),
        (|row| row.fine_stated_for = StatedFor::Organisation, smuggled, "phải là 1"),
        (|row| row.doubled_factor = 1, smuggled, "Số lần nhân mức phạt là 1"),
        (|row| row.limitation_years = 5, smuggled, "Thời hiệu xử phạt là 5 năm"),
        (|row| row.id = "Hàng nhập lậu".into(), smuggled, "Mã hành vi “Hàng nhập lậu” không hợp lệ"),
        (|row| row.replaces = vec!["nd185-d17".into()], smuggled, "“nd185-d17” không có trong danh mục"),
        (|row| row.replaces = vec!["nd98-d15-k1".into()], smuggled, "không trước hành vi này"),
    ];
    for (spoil, row, words) in cases {
        let mut catalogue = Catalogue::embedded().clone();
        spoil(&mut catalogue.behaviour[row]);
        let id = catalogue.behaviour[row].id.clone();
        let told = import(&serde_json::to_string(&catalogue).unwrap()).err().unwrap_or_default();
        assert_eq!(told.len(), 1, "{words}: {told:#?}");
        assert_eq!(told[0].id, id);
        assert!(told[0].message.contains(words), "{words}: {told:#?}");
    }
}

#[test]
fn the_utmost_figures_are_allowed() {
    let cases: [fn(&mut Behaviour); 9] = [
        |row| row.bands[0].min = row.bands[0].max,
        |row| row.bands[0].min = 0,
        |row| row.bands[8].max = MAX_AMOUNT,
        |row| row.bands.last_mut().unwrap().from = Some(1_000_000_000_000),
        |row| row.doubled_factor = 10,
        |row| row.id = "a".repeat(60),
        |row| row.in_force_to = Some(row.in_force_from),
        |row| row.in_force_from = date(1945, 1, 1),
        |row| row.in_force_to = Some(date(2100, 12, 31)),
    ];
    for (index, change) in cases.iter().enumerate() {
        let mut catalogue = Catalogue::embedded().clone();
        let row = &mut catalogue.behaviour[at("nd98-d15-k1")];
        change(row);
        let last = row.bands.len() - 1;
        row.bands[last - 1].to = row.bands[last].from;
        let told = import(&export(&catalogue)).err().unwrap_or_default();
        assert!(told.is_empty(), "{index}: {told:?}");
    }
}

#[test]
fn a_band_upside_down_a_wrong_fixed_frame_and_a_double_id_are_told() {
    let mut catalogue = Catalogue::embedded().clone();
    let rows = &mut catalogue.behaviour;
    let smuggled = at("nd98-d15-k1");
    rows[smuggled].bands[0].to = Some(0);
    let twice = rows[0].bands[0].clone();
    rows[0].bands.push(twice);
    rows[1].bands[0].to = Some(5);
    rows[4].bands[0].from = Some(5);
    rows[3].id = rows[2].id.clone();
    let told = refused(&serde_json::to_value(&catalogue).unwrap());
    let parts = [("cận bị ngược", 1), ("Hở giữa", 1), ("chỉ có một mức", 1), ("không có ngưỡng", 2), ("bị trùng", 1)];
    for (part, times) in parts {
        assert_eq!(told.iter().filter(|line| line.contains(part)).count(), times, "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 6, "{told:#?}");
}

#[test]
fn rows_that_can_be_read_are_judged_beside_those_that_cannot() {
    let mut document = document();
    let rows = &mut document["behaviour"];
    rows[0]["field"] = json!("thue");
    rows[1]["bands"][0]["max"] = json!(0);
    // The row it names is there, if not readable; the other is not.
    rows[at("nd98-d46-2020") + 1]["replaces"] = json!(["nd98-d6-k1", "nd185-d17"]);
    let told = refused(&document);
    assert_eq!(told.len(), 4, "{told:#?}");
    for (line, part) in told.iter().zip([
        "nd98-d6-k1: Mục “field”",
        "nd98-d6-k2: Khung phạt",
        "nd98-d6-k2: Khung phạt",
        "“nd185-d17” không có",
    ]) {
        assert!(line.contains(part), "{part}: {told:#?}");
    }
    let alone = json!({ "behaviour": [document["behaviour"][0]] });
    assert_eq!(refused(&alone).len(), 1);
}

#[test]
fn a_row_may_replace_an_earlier_one_once() {
    let mut catalogue = Catalogue::embedded().clone();
    let old = at("nd98-d46-2020");
    let mut new = catalogue.behaviour[old].clone();
    new.id = "nd98-d46-moi".into();
    new.in_force_from = date(2025, 2, 21);
    new.in_force_to = None;
    new.replaces = vec!["nd98-d46-2020".into()];
    catalogue.behaviour.push(new.clone());
    let text = serde_json::to_string(&catalogue).unwrap();
    assert_eq!(import(&text).unwrap(), catalogue, "the list is read back");
    catalogue.behaviour.last_mut().unwrap().replaces.push("nd98-d46-2020".into());
    let told = refused(&serde_json::to_value(&catalogue).unwrap());
    assert!(told.len() == 1 && told[0].contains("hai lần"), "{told:?}");
}

/// The tables of keys say what the types read: a row with every key is read, and one key more is not.
#[test]
fn the_keys_are_those_of_the_types() {
    let mut row = serde_json::to_value(&Catalogue::embedded().behaviour[0]).unwrap();
    row["replaces"] = json!([]);
    let text = |row: &Value| json!({ "behaviour": [row] }).to_string();
    assert!(import(&text(&row)).is_ok());
    for key in row.as_object().unwrap().keys() {
        let mut less = row.clone();
        less.as_object_mut().unwrap().remove(key);
        let typed = serde_json::from_value::<Behaviour>(less.clone()).is_ok();
        assert_eq!(import(&text(&less)).is_ok(), typed, "{key}");
    }
}
