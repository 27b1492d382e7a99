//! Everything one unit can reach, tried by officers of other units: the addresses are found by following every link, not by a list.
//!
//! Reads, lists, searches, exports, files, papers, reports and the cases behind a figure: what is another unit's is answered like what does
//! not exist, and no page, list or file of a stranger names it.

use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;
use ins_tests::routes::READS;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages that are followed at most, and addresses of one kind.
const MOST: usize = 600;
const OF_A_KIND: usize = 4;

/// Kinds of addresses with an id that every officer of the force may read, with the reason.
const SHARED: [(&str, &str); 12] = [
    ("/doi-tuong/{}", "parties are one database for the whole force; identity papers are masked (decision 0011)"),
    ("/doi-tuong/{}/lich-su", "as the party"),
    ("/doi-tuong/{}/sua", "the form says who may change it"),
    (
        "/co-so/{}",
        "what a place is, in whose book it stands and whom to call, as the party; notes and photos are its unit's",
    ),
    ("/doi-tuong/trung/{}", "two parties that may be one, as each of them"),
    ("/danh-muc/{}", "the catalogue is the law"),
    ("/tro-giup/{}", "help"),
    ("/kiem-tra-van-ban/{}", "anybody checks a paper by its code"),
    ("/ho-so/mo", "opens a case of one's own unit about any party"),
    ("/co-so/them", "as the party"),
    ("/tim-kiem", "searches one's own part"),
    ("/chi-dao/giao", "gives a task within one's own unit, about anything that is found there"),
];

/// Kinds that every team of a province may read.
const PROVINCE: [(&str, &str); 3] = [
    ("/chi-dao/{}", "a task may be given to several teams: each of them knows it"),
    ("/ke-hoach/{}", "the plan of the province, of which a team sees its own rows"),
    ("/ke-hoach/{}/in", "as the plan"),
];

/// An address without what differs: ids, numbers, codes; and its query without values.
fn kind(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let parts = path.split('/').map(|part| {
        let name = part.split('.').next().unwrap_or_default();
        let id = name.len() == 36 && name.matches('-').count() == 4;
        let unit = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let code = name.len() == 20 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let named = ["danh-muc", "tro-giup"].iter().any(|list| path.starts_with(&format!("/{list}/")))
            && part != "danh-muc"
            && part != "tro-giup";
        if part.is_empty() || !(id || unit || code || named) { part.to_owned() } else { part.replacen(name, "{}", 1) }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Addresses a page leads to.
fn hrefs(html: &str) -> impl Iterator<Item = String> + '_ {
    html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter_map(|href| {
        let href = href.split('#').next().unwrap_or_default().replace("&amp;", "&");
        let own = href.starts_with('/')
            && !href.starts_with("//")
            && !href.starts_with("/pkg")
            && !href.starts_with("/assets");
        own.then_some(href)
    })
}

/// What an officer reaches by following links, with what was answered where it is a page.
fn reach(officer: &mut Visitor) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut open = VecDeque::from(["/".to_owned()]);
    let mut known: BTreeSet<String> = open.iter().cloned().collect();
    while let Some(address) = open.pop_front() {
        if seen.len() >= MOST {
            break;
        }
        let answer = officer.get(&address);
        if answer.status != 200 {
            continue;
        }
        let html = answer.header("content-type").starts_with("text/html");
        let text = if html { answer.text() } else { String::new() };
        if !address.contains(".html") {
            for href in hrefs(&text) {
                let count = kinds.entry(kind(&href)).or_default();
                if *count < OF_A_KIND && known.insert(href.clone()) {
                    *count += 1;
                    open.push_back(href);
                }
            }
        }
        seen.insert(address, text);
    }
    seen
}

/// Ids that stand in addresses of one kind.
fn ids(seen: &BTreeMap<String, String>, prefix: &str) -> BTreeSet<String> {
    let all = seen.values().flat_map(|html| hrefs(html)).chain(seen.keys().cloned());
    all.filter_map(|href| {
        let id = href.strip_prefix(prefix)?.split(['/', '?', '.']).next()?.to_owned();
        (id.len() == 36).then_some(id)
    })
    .collect()
}

/// Rooms whose ids belong to a unit.
const OWNED: [&str; 6] = ["/ho-so/", "/thong-tin/", "/bien-phap/", "/ke-hoach/", "/bao-cao/dinh-ky/", "/co-so/"];

#[test]
fn what_one_unit_reaches_is_closed_to_others() {
    let mut leader = sign_in("doitruong4");
    let reached = reach(&mut leader);
    let kinds: BTreeSet<String> = reached.keys().map(|address| kind(address)).collect();
    for wanted in ["/ho-so/{}", "/ho-so/{}/thu-tuc", "/co-so/{}", "/dia-ban/{}", "/trao-doi/ho-so/{}.json"] {
        assert!(kinds.contains(wanted), "the crawl did not come to {wanted}: {kinds:?}");
    }
    assert!(reached.len() > 120, "{} addresses", reached.len());
    let cases = ids(&reached, "/ho-so/");
    assert!(cases.len() >= 3, "{cases:?}");
    for account in ["ksv1", "doitruong1", "haiphong.ksv1", "haiphong.chicuctruong"] {
        let mut stranger = sign_in(account);
        let (mut tried, mut open) = (0, Vec::new());
        let neighbour = !account.starts_with("haiphong");
        for address in reached.keys() {
            let kind = kind(address);
            if (neighbour && PROVINCE.iter().any(|(shared, _)| *shared == kind))
                || !kind.contains("{}")
                || SHARED.iter().any(|(shared, _)| *shared == kind)
            {
                continue;
            }
            tried += 1;
            let answer = stranger.get(address);
            if ![403, 404].contains(&answer.status) {
                open.push(format!("{} at {address} ({kind})", answer.status));
            }
        }
        assert_eq!(open, Vec::<String>::new(), "{account} gets in");
        assert!(tried > 60, "{account} tried {tried}");
        // What is open to him names no case of the other unit.
        for address in reached.keys().filter(|address| SHARED.iter().any(|(shared, _)| *shared == kind(address))) {
            let text = stranger.get(address).text();
            let named = cases.iter().find(|case| text.contains(&format!("/ho-so/{case}")));
            assert_eq!(named, None, "{account} at {address}");
        }
    }
}

#[test]
fn what_a_stranger_reaches_names_nothing_of_another_unit() {
    let mut leader = sign_in("doitruong4");
    let own = reach(&mut leader);
    for account in ["haiphong.ksv1", "haiphong.chicuctruong"] {
        let mut stranger = sign_in(account);
        let theirs = reach(&mut stranger);
        for room in OWNED {
            let (here, there) = (ids(&own, room), ids(&theirs, room));
            let both: Vec<&String> = here.intersection(&there).collect();
            assert!(both.is_empty(), "{account} reaches {both:?} of {room}");
        }
        for list in ["vu-viec.csv", "co-so.csv", "tra-cuu.csv"] {
            let answer = stranger.get(&format!("/trao-doi/xuat/{list}"));
            assert!([200, 404].contains(&answer.status), "{list}: {}", answer.status);
            assert!(!answer.text().contains("33-04"), "{account}: {list} names unit 33-04");
        }
        for search in ["33-04%2F2026", "33-04"] {
            let text = stranger.get(&format!("/tim-kiem?q={search}")).text();
            let cases = ids(&own, "/ho-so/");
            let named = cases.iter().find(|case| text.contains(case.as_str()));
            assert_eq!(named, None, "{account} finds {search}");
        }
        for address in [
            "/ho-so?don-vi=33-04",
            "/bao-cao?don-vi=33-04",
            "/bao-cao/vu-viec?don-vi=33-04&ky=2026-11&chi-tieu=vi_pham",
            "/quy-trinh?don-vi=33-04",
            "/quy-trinh/ho-so?don-vi=33-04&ky=2026-11&buoc=bien-ban",
            "/su-dung?don-vi=33-04",
            "/dieu-hanh?don-vi=33-04",
            "/tra-cuu?don-vi=33-04",
            "/so-van-ban?don-vi=33-04",
            "/dia-ban/33-04",
            "/dia-ban/33-04/ban-do",
            "/bao-cao/tep/thang?don-vi=33-04&ky=2026-11",
            "/trao-doi/xuat/vu-viec.csv?don-vi=33-04",
            "/trao-doi/xuat/co-so.csv?don-vi=33-04",
            "/api/v1/so-lieu?don-vi=33-04&ky=2026-11",
        ] {
            let answer = stranger.get(address);
            let text = answer.text();
            let leaks = ids(&own, "/ho-so/").into_iter().find(|case| text.contains(case));
            assert_eq!(leaks, None, "{account} at {address}");
            assert!(answer.status != 200 || !text.contains("33-04/2026"), "{account} at {address}: {}", answer.status);
        }
    }
}

/// The addresses that pages read from, asked with ids of another unit under every name that an id goes by.
#[test]
fn what_pages_read_is_closed_to_others() {
    let mut leader = sign_in("doitruong4");
    let reached = reach(&mut leader);
    let mut owned: Vec<(&str, String)> = Vec::new();
    for room in OWNED {
        owned.extend(ids(&reached, room).into_iter().take(2).map(|id| (room, id)));
    }
    assert!(owned.len() >= 6, "{owned:?}");
    for account in ["haiphong.ksv1", "haiphong.chicuctruong"] {
        let mut stranger = sign_in(account);
        for read in READS {
            for (room, id) in &owned {
                for name in ["id", "case", "related", "party", "plan", "lead", "proposal"] {
                    let address = format!("/api/{read}?{name}={id}&step=nop-phat");
                    let answer = stranger.send("GET", &address, &[("Accept", "application/json")], b"");
                    let text = answer.text();
                    // Another answer may repeat what was asked; a case, a lead or a place has a version and a path of its unit.
                    let told = answer.status == 200 && text.contains("TW/33/33-04");
                    assert!(!told, "{account} at {address} ({room}): {}", text.get(..200).unwrap_or(&text));
                }
            }
        }
    }
    assert_eq!(leader.get("/").status, 200, "the leader's session is untouched");
}

/// Everything that is posted to, with an id of another unit: nothing is done and nothing is told.
#[test]
fn what_forms_do_is_closed_to_others() {
    let mut leader = sign_in("doitruong4");
    let reached = reach(&mut leader);
    let case = ids(&reached, "/ho-so/").into_iter().next().expect("a case of the unit");
    let before = leader.get(&format!("/ho-so/{case}")).text();
    let mut stranger = sign_in("haiphong.chicuctruong");
    for form in ins_tests::routes::FORMS {
        if ["dang-xuat", "dang-nhap"].contains(form) {
            continue;
        }
        let fields = [
            ("id", case.as_str()),
            ("case", &case),
            ("case_id", &case),
            ("version", "1"),
            ("step", "ket-thuc"),
            ("note", "Của đơn vị khác"),
            ("reason", "Của đơn vị khác"),
            ("text", "Của đơn vị khác"),
        ];
        let answer = stranger.post(&format!("/api/{form}"), &fields);
        assert!(answer.status < 500, "/api/{form}: {}", answer.status);
        let location = answer.header("location");
        if location.starts_with(&format!("/ho-so/{case}")) {
            let page = stranger.get(location);
            assert_eq!(page.status, 404, "/api/{form} leads to {location}");
        }
    }
    let after = leader.get(&format!("/ho-so/{case}")).text();
    assert!(!after.contains("Của đơn vị khác"), "somebody of another province wrote into {case}");
    let version = |html: &str| html.matches("Phiên bản").count() + html.matches("<li").count();
    assert_eq!(version(&before), version(&after), "the case has changed");
}
