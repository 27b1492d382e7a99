//! Every parser and decoder of the domain under mutated inputs: none panics, none takes long, and what one reads it writes so that it is
//! read the same again.

use domain::calendar::{CalendarYear, Period, from_local, parse_date, parse_date_parts, parse_time};
use domain::case::procedure;
use domain::case::{CaseId, Command, InspectionRecord, PartySignature};
use domain::exchange::national::{Cursor, RecordKey};
use domain::exchange::{self, Cell, Encoding, Mapping, Settings, csv, header_line, read_row};
use domain::fieldwork::{
    Batch, BlockId, CommandKey, DeviceId, Done, KitAsked, Outbox, Outcome, PhotoAsked, Queued, Reply, TakenNumber,
    Wish, lines,
};
use domain::identity::{CitizenId, Phone, TaxCode};
use domain::media::Media;
use domain::money::{parse as parse_money, parse_quantity, thousandths};
use domain::oversight::CaseQuery;
use domain::place::{self, Point};
use domain::statute::{Remedy, Supplementary};
use domain::text::{clean, clean_lines, fold, name_key, nfc, plain, words};
use domain::unit::UnitId;
use jiff::civil::date;
use mutate::{Plan, fields, run, text};
use uuid::Uuid;

const TODAY: jiff::civil::Date = date(2026, 11, 30);

#[test]
fn identities() {
    let corpus: [&[u8]; 6] = [
        b"0100109106",
        b"0100109106-001",
        b"033085001234",
        b"0912 345 678",
        b"+84 912.345.678",
        "０１００１０９１０６".as_bytes(),
    ];
    text(&Plan::new("domain: identities", 8_000, &corpus, &["-001", "+84", "033", "\u{200b}", "0"]), |typed| {
        if let Ok(code) = TaxCode::parse(typed) {
            assert_eq!(TaxCode::parse(code.as_str()).as_ref(), Ok(&code), "{typed}");
        }
        if let Ok(id) = CitizenId::parse(typed) {
            assert_eq!(CitizenId::parse(id.as_str()).as_ref(), Ok(&id), "{typed}");
            id.disagreement(Some(TODAY), Some(true));
        }
        if let Ok(phone) = Phone::parse(typed) {
            assert_eq!(Phone::parse(phone.as_str()).as_ref(), Ok(&phone), "{typed}");
        }
    });
}

#[test]
fn money() {
    let corpus: [&[u8]; 6] = [
        b"1.500.000",
        "1.500.000 đ".as_bytes(),
        "25 000 000 đồng".as_bytes(),
        b"0",
        b"1.200,5",
        b"99999999999999999999",
    ];
    text(&Plan::new("domain: money", 8_000, &corpus, &["đ", "đồng", "vnd", ".", ",", " ", ".000", "-"]), |typed| {
        if let Ok(sum) = parse_money(typed) {
            assert_eq!(parse_money(&sum.to_string()), Ok(sum), "{typed}");
        }
        if let Ok(quantity) = parse_quantity(typed) {
            assert_eq!(parse_quantity(&thousandths(quantity)), Ok(quantity), "{typed}");
        }
    });
}

#[test]
fn dates() {
    let corpus: [&[u8]; 7] =
        [b"20/11/2026", b"1-2-26", b"29.02.2024", b"2026-11-20", b"14:30", "14 giờ 5".as_bytes(), b"20112026"];
    text(&Plan::new("domain: dates", 8_000, &corpus, &["/", ".", "-", "29", "02", "giờ", "h", ":"]), |typed| {
        if let Ok(day) = parse_date(typed) {
            assert_eq!(parse_date(&domain::calendar::format_date(day)), Ok(day), "{typed}");
        }
        let mut parts = typed.splitn(3, ['/', '-']);
        let mut part = || parts.next().unwrap_or_default();
        let _read = parse_date_parts(part(), part(), part());
        if let Ok(time) = parse_time(typed) {
            let written = format!("{:02}:{:02}", time.hour(), time.minute());
            assert_eq!(
                parse_time(&written).map(|again| (again.hour(), again.minute())),
                Ok((time.hour(), time.minute()))
            );
        }
    });
}

#[test]
fn periods() {
    let corpus: [&[u8]; 9] = [
        b"2026-11",
        b"2026-q4",
        b"2026-h2",
        b"2026",
        b"tuan-2026-11-26",
        b"tuan-2026-11-30",
        b"2026-11-01..2026-11-30",
        b"2026-01-01--2026-02-01",
        b"ngay-2026-11-30",
    ];
    text(&Plan::new("domain: periods", 6_000, &corpus, &["-", "..", "q", "h", "tuan-", "9999", "-9999"]), |typed| {
        if let Some(period) = Period::from_key(typed) {
            assert_eq!(Period::from_key(&period.key()).as_ref(), Some(&period), "{typed}");
            assert!(period.from <= period.to, "{typed}");
            assert!(!period.label().is_empty());
            // The addresses of pages name years of this century only; beyond the calendar's end there is no next period.
            if (1900..2200).contains(&period.from.year()) && (1900..2200).contains(&period.to.year()) {
                let _moved = (period.previous(), period.next(), period.same_last_year(), period.year_to_date());
                if period.length() < 4_000 {
                    period.slices();
                }
            }
        }
    });
}

#[test]
fn texts() {
    let corpus: [&[u8]; 4] = [
        "Hộ kinh doanh Đặng Thị Hồng Nhung".as_bytes(),
        "Cty TNHH  MTV\u{a0}TM&DV  Bình Minh\r\nSố 12".as_bytes(),
        "Nguye\u{302}\u{303}n Va\u{306}n A\u{301}".as_bytes(),
        b"  a \t b\n\n\nc  ",
    ];
    text(
        &Plan::new("domain: texts", 6_000, &corpus, &["đ", "Đ", "ư\u{31b}", "\u{301}", "\u{a0}", "\u{ad}", "ﬁ"]),
        |typed| {
            let cleaned = clean(typed);
            assert_eq!(clean(&cleaned), cleaned, "{typed:?}");
            assert!(!cleaned.chars().any(char::is_control), "{typed:?}");
            let lines = clean_lines(typed);
            assert_eq!(clean_lines(&lines), lines, "{typed:?}");
            assert_eq!(nfc(&nfc(typed)), nfc(typed));
            plain(typed);
            let folded = fold(typed);
            assert_eq!(fold(&folded), folded, "{typed:?}");
            words(typed);
            name_key(typed);
        },
    );
}

#[test]
fn places() {
    let corpus: [&[u8]; 6] = [
        b"20.6464, 106.0511",
        b"20,6464 106,0511",
        b"https://maps.example/?q=20.6464,106.0511",
        "20°38'47\"B 106°3'4\"Đ".as_bytes(),
        "Số 12, phường Phố Hiến, tỉnh Hưng Yên".as_bytes(),
        b"33",
    ];
    text(
        &Plan::new("domain: places", 1_500, &corpus, &["°", "'", ",", ".", "N", "E", "-", "phường", "xã", "tỉnh"]),
        |typed| {
            if let Ok(point) = Point::parse(typed) {
                assert!(point.metres_to(point).abs() < 1.0, "{typed}");
            }
            place::find(typed, None);
            place::in_address(typed);
            place::commune(typed);
            place::province(typed);
        },
    );
}

#[test]
fn keys() {
    let cursor = Cursor::behind(77).to_string();
    let corpus: [&[u8]; 4] = [
        cursor.as_bytes(),
        b"01990000-0000-7000-8000-000000000000.xp1",
        b"01990000-0000-7000-8000-000000000000.q12",
        b"1k",
    ];
    text(
        &Plan::new("domain: keys of other systems", 8_000, &corpus, &["1k", ".xp", ".q", "ffffffffffffffff"]),
        |typed| {
            if let Some(cursor) = Cursor::parse(typed) {
                assert_eq!(cursor.to_string(), typed);
            }
            if let Ok(key) = typed.parse::<RecordKey>() {
                assert_eq!(key.to_string(), typed);
            }
            let _read = (Supplementary::read(typed), Remedy::read(typed));
        },
    );
}

#[test]
fn media() {
    let corpus: [&[u8]; 5] = [
        b"\xFF\xD8\xFF\xE0\0\x10JFIF",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"%PDF-1.7\n%%EOF",
        b"GIF89a",
    ];
    run(&Plan::new("domain: kinds of files", 10_000, &corpus, &["%PDF-", "WEBP", "RIFF"]), |content| {
        Media::of(content);
    });
}

const SHEET: &str = "STT;Tên tổ chức, cá nhân;Mã số thuế;Địa chỉ;Số điện thoại;Ngày cấp;Doanh thu\n\
    1;Hộ kinh doanh Đặng Thị Nhung;0100109106;Số 12, phường Phố Hiến;0912345678;20/11/2026;1.500.000\n\
    2;\"Công ty \"\"Bình; Minh\"\"\";0100109106-001;\"Số 3\nphường An Tảo\";0221 3 862 123;2026-11-20;12,5\n";

#[test]
fn separated_values() {
    let corpus: [&[u8]; 4] = [SHEET.as_bytes(), b"a,b\r\n\"c\"\"d\",e\r\n", b"a\tb\n\"\n", b"a|b|c"];
    text(&Plan::new("domain: CSV", 4_000, &corpus, &["\"", "\"\"", ";", ",", "\t", "\r\n", "\n"]), |typed| {
        if let Ok(rows) = csv::read(typed, csv::separator(typed)) {
            // What is written of it is read the same again.
            let row = |row: &Vec<String>| row.iter().map(|cell| csv::written(cell)).collect::<Vec<_>>().join(",");
            let written = rows.iter().map(row).collect::<Vec<_>>().join("\r\n");
            if !rows.is_empty() {
                csv::read(&written, ',').unwrap_or_else(|error| panic!("{}: {written:?}", error.message()));
            }
        }
        let harmless = csv::harmless(typed);
        assert!(!harmless.starts_with(['=', '+', '@', '\t', '\r']), "{harmless:?}");
    });
}

#[test]
fn old_letters() {
    let tcvn3 = b"C\xABng ty B\xD7nh Minh;\xA7\xDEa ch\xD8";
    let vni = b"Co\xE2ng ty B\xECnh Minh;\xD1\xF2a ch\xE6";
    let corpus: [&[u8]; 5] = [SHEET.as_bytes(), tcvn3, vni, b"\xFF\xFET\0\xEA\0n\0", b"\xEF\xBB\xBFT\xC3\xAAn"];
    run(&Plan::new("domain: TCVN3, VNI, 1258, UTF-16", 3_000, &corpus, &["\u{feff}", "a\u{300}"]), |bytes| {
        let base = exchange::base_text(bytes);
        exchange::guess(base.text.lines(), base.unicode);
        for encoding in Encoding::ALL {
            let read = encoding.read(&base.text);
            assert_eq!(nfc(&read), read, "composed");
        }
    });
}

#[test]
fn rows() {
    let corpus: [&[u8]; 2] = [
        SHEET.as_bytes(),
        "Họ và tên;CCCD;Ngày sinh;Tọa độ;Loại\nTrần Văn B;033085001234;1985;20.6 106.0;hộ".as_bytes(),
    ];
    let own = [
        "Họ và tên",
        "CCCD",
        "Mã số thuế",
        "Ngày sinh",
        "Tọa độ",
        "Diện tích",
        "Loại giấy phép",
        "Ngày cấp",
        "45000",
        "1/1/1900",
    ];
    text(&Plan::new("domain: import mapping and rows", 700, &corpus, &own), |typed| {
        let Ok(lines) = csv::read(typed, ';') else { return };
        let rows: Vec<Vec<Cell>> =
            lines.iter().map(|row| row.iter().map(|cell| Cell::of_text(cell)).collect()).collect();
        for encoding in Encoding::ALL {
            let line = header_line(&rows, encoding);
            let headings = rows.get(line).or(rows.first()).cloned().unwrap_or_default();
            exchange::fingerprint(&headings, encoding);
            let mapping = Mapping::recognised(&headings, encoding);
            mapping.problems();
            let settings = Settings { encoding, header_line: 1, mapping };
            for row in rows.iter().take(20) {
                let ids = (Uuid::from_u128(1), Uuid::from_u128(2));
                let reading = read_row(row, &settings, ids, &UnitId("33-01".to_owned()), TODAY);
                for problem in &reading.problems {
                    assert!(!problem.sentence().is_empty());
                }
            }
        }
        for cell in rows.iter().flatten() {
            cell.shown();
        }
        Cell::of_number(typed).shown();
        Cell::of_serial(typed, true).shown();
    });
}

#[test]
fn catalogue() {
    let whole = domain::catalogue::export(domain::catalogue::Catalogue::embedded());
    let start = whole.find("[[behaviour]]").unwrap_or(0);
    let head = whole.get(..start).unwrap_or_default();
    let rows: Vec<&str> = whole.get(start..).unwrap_or_default().split("[[behaviour]]").skip(1).take(3).collect();
    let one: String = head.to_owned() + &rows.iter().map(|row| format!("[[behaviour]]{row}")).collect::<String>();
    let corpus: [&[u8]; 2] = [one.as_bytes(), b"[[behaviour]]\nid = \"a\"\n"];
    let own = [
        "[[behaviour]]",
        "[[behaviour.bands]]",
        "id = ",
        "\"\"\"",
        "1979-05-27",
        "inf",
        "= 9223372036854775807\n",
        "{ a = 1 }",
    ];
    text(&Plan::new("domain: catalogue TOML and JSON", 400, &corpus, &own).longest(12_000), |typed| {
        if let Err(problems) = domain::catalogue::import(typed) {
            assert!(!problems.is_empty());
        }
    });
}

#[test]
fn calendar_of_a_year() {
    let embedded = domain::calendar::WorkCalendar::embedded().year(2026).map(|year| year.to_text()).unwrap_or_default();
    let corpus: [&[u8]; 2] = [embedded.as_bytes(), "nghi 01/01 Tết Dương lịch\nbu 22/08".as_bytes()];
    text(
        &Plan::new("domain: calendar of a year", 2_000, &corpus, &["01/01", "29/02", "nghi", "làm bù", ":", "\n"]),
        |typed| {
            for (year, confirmed) in [(2026, true), (2024, false)] {
                match domain::calendar::import(year, typed, confirmed) {
                    Ok(read) => {
                        let again: Result<CalendarYear, _> = domain::calendar::import(year, &read.to_text(), confirmed);
                        assert_eq!(again.as_ref(), Ok(&read), "{typed:?}");
                    }
                    Err(problems) => assert!(!problems.is_empty()),
                }
            }
        },
    );
}

#[test]
fn questions() {
    let corpus: [&[u8]; 2] = [
        b"don-vi=33\nlinh-vuc=hang-gia\nbuoc=mo\ntinh-trang=mo\nmo-tu=01/01/2026\nmo-den=30/11/2026\nphat-tu=1.000.000\nphat-den=2.000.000",
        b"qd-tu=1/1/2026\nqd-den=1/1/2025\nhan=qua-han\ntam-giu=dang-giu\ndoi-tuong=a\nvi-pham-lai=1\nhang-tu=1\nhang-den=0",
    ];
    let own = ["han=", "buoc=", "=qua-han", "hanh-vi=", "01/01/2026", "\n", "loai="];
    fields(&Plan::new("domain: questions (query strings)", 4_000, &corpus, &own), |pairs| {
        let value =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map_or_else(String::new, |(_, value)| value.clone());
        match CaseQuery::read(value) {
            Ok(query) => {
                let written = query.pairs();
                let value = |name: &str| {
                    written.iter().find(|(key, _)| *key == name).map_or_else(String::new, |(_, value)| value.clone())
                };
                assert_eq!(CaseQuery::read(value).as_ref(), Ok(&query));
                query.address();
                for (key, _) in query.pairs() {
                    query.label(key);
                }
            }
            Err(errors) => assert!(!errors.is_empty()),
        }
    });
}

#[test]
fn answers_of_procedures() {
    let corpus: [&[u8]; 2] = [
        "place=Chợ Phố Hiến\nreason=x\u{1}y\nmade_date=20/11/2026\nmade_time=14:30\namount=1.000".as_bytes(),
        b"exhibits.0.take=1\nexhibits.0.price=1\ndays=10",
    ];
    let own = ["_date=", "_time=", ".0.take=1", "reason=", "31/02/2026", "-1", "99999999999"];
    fields(&Plan::new("domain: answers of all procedures", 60, &corpus, &own), |pairs| {
        for procedure in procedure::all() {
            // Names that the form asks for, so that the values are read at all.
            let asked: Vec<_> = procedure.questions().collect();
            let value = |name: &str| {
                let place = asked.iter().position(|field| name.starts_with(field.key)).unwrap_or(0);
                pairs.get(place % pairs.len().max(1)).map_or_else(String::new, |(_, value)| value.clone())
            };
            if let Err(errors) = procedure::parse_fields(procedure.questions(), value) {
                assert!(!errors.is_empty(), "{}", procedure.key);
            }
        }
    });
}

#[test]
fn field_wire() {
    let id = Uuid::from_u128;
    let at = date(2026, 11, 30).at(9, 0, 0, 0);
    let record = InspectionRecord {
        announced_at: at,
        finished_at: at,
        place: "Chợ Phố Hiến".to_owned(),
        representative: "Trần Văn B".to_owned(),
        witness: None,
        findings: "Có hàng nhập lậu.".to_owned(),
        party_opinion: "Nhất trí.".to_owned(),
        violation_found: true,
        signature: PartySignature::Signed,
    };
    let queued = Queued {
        key: CommandKey(id(1)),
        case: CaseId(id(2)),
        seen: 2,
        after: None,
        replaces: None,
        filed_at: from_local(at),
        number: Some(TakenNumber { block: BlockId(1), serial: 4 }),
        step: "bien-ban-kiem-tra".to_owned(),
        typed: vec![("place".to_owned(), "Chợ".to_owned())],
        command: Command::RecordInspection(record),
    };
    let asked = KitAsked {
        device: DeviceId(id(3)),
        name: "Máy".to_owned(),
        cursor: 0,
        have: vec![CaseId(id(2))],
        numbers: vec![Wish { symbol: "BB-KT".to_owned(), count: 2 }],
    };
    let done = Done { version: 3, title: "Lập biên bản".to_owned(), number: None };
    let reply = Reply { now: from_local(at), outcomes: vec![(queued.key, Outcome::Accepted { done })] };
    let batch = Batch { device: DeviceId(id(3)), commands: vec![queued] };
    let json = |value: serde_json::Result<Vec<u8>>| value.expect("our own types have a JSON form");
    let written =
        [json(serde_json::to_vec(&batch)), json(serde_json::to_vec(&asked)), json(serde_json::to_vec(&reply))];
    let corpus: Vec<&[u8]> = written.iter().map(Vec::as_slice).collect();
    let own =
        ["null", "[]", "{}", "\"kind\":\"refused\"", "4294967295", "-262143-01-01T00:00:00Z", "\"after\":", "[[[["];
    run(&Plan::new("domain: field work on the wire", 5_000, &corpus, &own), |bytes| {
        if let Ok(batch) = serde_json::from_slice::<Batch>(bytes) {
            let again = serde_json::to_vec(&batch).expect("a batch has a JSON form");
            assert_eq!(serde_json::from_slice::<Batch>(&again).expect("read again"), batch);
            let mut outbox = Outbox::default();
            for queued in batch.commands {
                queued.digest();
                lines(&queued.command);
                outbox.file(queued);
            }
            outbox.batch();
        }
        let _read = (
            serde_json::from_slice::<KitAsked>(bytes).is_ok(),
            serde_json::from_slice::<PhotoAsked>(bytes).is_ok(),
            serde_json::from_slice::<Reply>(bytes).is_ok(),
        );
    });
}
