//! Durations, adoption, help and first steps over HTTP: figures open as many cases, names are their head's alone, a form that is not
//! accepted is counted without who sent it, help is on every page.

use ins_tests::http::Visitor;
use ins_tests::officers::{links, sign_in};

/// What a page shows between the tags.
fn bare(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text
}

#[test]
fn durations_show_no_more_than_reports() {
    for (account, unit, expected) in [
        ("ksv10", "33-04", 200),
        ("tonghop", "33", 200),
        ("trunguong", "TW", 200),
        ("ksv10", "33-01", 404),
        ("ksv10", "33", 404),
        ("chicuctruong", "31", 404),
        ("haiphong.chicuctruong", "33", 404),
        ("chicuctruong", "khong-co", 404),
        ("quantri", "TW", 403),
    ] {
        let mut officer = sign_in(account);
        for page in [
            format!("/quy-trinh?don-vi={unit}&ky=2026"),
            format!("/quy-trinh/ho-so?don-vi={unit}&ky=2026&buoc=bien-ban"),
            format!("/su-dung?don-vi={unit}"),
        ] {
            let answer = officer.get(&page);
            assert_eq!(answer.status, expected, "{account}: {page}");
            assert!(expected == 200 || !answer.text().contains("Trung vị"), "{account}: {page}");
        }
    }
    let mut officer = sign_in("tonghop");
    for page in [
        "/quy-trinh?ky=khong-co",
        "/quy-trinh?buoc=khong-co",
        "/quy-trinh/ho-so?don-vi=33&buoc=khong-co",
        "/su-dung?ky=2026",
    ] {
        assert_eq!(officer.get(page).status, 404, "{page}");
    }
    let week = officer.get("/quy-trinh?don-vi=33&ky=tuan-2026-11-19");
    assert!(week.status == 403 && week.text().contains("theo tháng, quý"), "{}: {}", week.status, week.text());
}

#[test]
fn a_figure_opens_as_many_cases() {
    let mut leader = sign_in("doitruong3");
    let page = leader.get("/quy-trinh?don-vi=33-03&ky=2026").text();
    let mut checked = 0;
    for part in page.split("<tr ").skip(1).filter(|part| part.contains("/quy-trinh/ho-so")) {
        let Some(link) =
            part.split("href=\"").find(|link| link.starts_with("/quy-trinh/ho-so") && !link.contains("qua-han"))
        else {
            continue;
        };
        let (href, rest) = link.split_once('"').expect("an address ends");
        let rest = rest.split_once('>').expect("a link has words").1;
        let figure: usize = rest.split('<').next().expect("a figure").replace('.', "").parse().expect("a figure");
        let cases = leader.get(&href.replace("&amp;", "&"));
        assert_eq!(cases.status, 200, "{href}");
        let rows = cases.text().matches("<tr role=\"row\">").count() - 1;
        assert_eq!(rows, figure.min(100), "{href}");
        checked += 1;
    }
    assert!(checked >= 6, "the demo has steps that ended: {checked}");
}

#[test]
fn names_are_their_heads_alone() {
    let name = "Từng công chức của đơn vị";
    for (account, unit, named) in [
        ("doitruong3", "33-03", true),
        ("ksv7", "33-03", false),
        ("chicuctruong", "33-03", false),
        ("trunguong", "33-03", false),
        ("chicuctruong", "33", true),
        ("trunguong", "33", false),
    ] {
        let text = sign_in(account).get(&format!("/quy-trinh?don-vi={unit}&ky=2026")).text();
        assert_eq!(text.contains(name), named, "{account} at {unit}");
        assert!(text.contains("Khối lượng công việc"), "{account} at {unit}");
    }
    let upward = bare(&sign_in("trunguong").get("/su-dung?don-vi=33").text());
    assert!(upward.contains("Tham gia ứng dụng") && !upward.contains("Nguyễn Hữu Phước"), "{upward}");
}

#[test]
fn a_form_that_is_not_accepted_is_counted_without_its_sender() {
    let mut officer = sign_in("ksv10");
    let before = refused(&mut sign_in("doitruong4"));
    let answer = officer.post("/api/dang-ky-doi-tuong", &[("name", ""), ("note", "chuyện riêng")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let mut leader = sign_in("doitruong4");
    assert!(refused(&mut leader) > before, "one more form was not accepted");
    let page = leader.get("/su-dung?don-vi=33-04").text();
    assert!(page.contains("Ô nhập còn thiếu hoặc sai") && page.contains("/tro-giup/doi-tuong"), "{page}");
    assert!(!bare(&page).contains("ksv10") && !page.contains("chuyện riêng"), "{page}");
}

/// How often a form of parties had a wrong field, as the leader of team 4 reads it.
fn refused(leader: &mut Visitor) -> u64 {
    let page = leader.get("/su-dung?don-vi=33-04").text();
    let rows = page.split("<tr ").filter(|row| row.contains("/tro-giup/doi-tuong") && row.contains("Ô nhập"));
    let cell = |row: &str| Some(bare(&format!("<td{}", row.rsplit("<td").next()?.split("</td>").next()?)));
    rows.filter_map(|row| cell(row)?.replace('.', "").parse::<u64>().ok()).sum()
}

#[test]
fn every_page_links_to_its_help() {
    let mut officer = sign_in("ksv10");
    for (page, key) in [
        ("/", "viec-cua-toi"),
        ("/ho-so", "ho-so"),
        ("/ho-so/mo", "mo-ho-so"),
        ("/bao-cao", "bao-cao"),
        ("/quy-trinh", "quy-trinh"),
        ("/su-dung", "su-dung"),
        ("/doi-tuong/trung", "doi-tuong-trung"),
    ] {
        let text = officer.get(page).text();
        assert!(text.contains(&format!("/tro-giup/{key}\"")), "{page} → {key}");
        let help = Visitor::new().get(&format!("/tro-giup/{key}"));
        assert_eq!(help.status, 200, "help needs no sign-in: {key}");
        assert!(help.text().contains("Các bước"), "{key}");
    }
    assert!(Visitor::new().get("/dang-nhap").text().contains("/tro-giup/dang-nhap\""));
    assert_eq!(Visitor::new().get("/tro-giup/khong-co").status, 404);
    assert_eq!(Visitor::new().get("/tro-giup").status, 200);
    assert_eq!(links(&Visitor::new().get("/tro-giup").text(), "/ho-so/"), Vec::<String>::new());
}

#[test]
fn the_first_steps_are_put_away_and_brought_back() {
    // A deputy of the province has signed nothing in the demo.
    let mut officer = sign_in("phochicuctruong");
    let shown = |officer: &mut Visitor| officer.get("/").text().contains("Các bước đầu tiên");
    let answer = officer.post("/api/an-buoc-dau", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    if shown(&mut officer) {
        assert_eq!(officer.post("/api/an-buoc-dau", &[("an", "1")]).status, 303);
        assert!(!shown(&mut officer), "put away");
        assert_eq!(officer.post("/api/an-buoc-dau", &[("an", "0")]).status, 303);
        assert!(shown(&mut officer), "brought back");
    }
    assert_eq!(Visitor::new().post("/api/an-buoc-dau", &[("an", "1")]).status, 303, "nobody is sent to sign in");
}
