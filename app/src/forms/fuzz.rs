//! Every form, what is typed into addresses, and the files of the vault under mutated inputs.

use super::{
    Fields, administration, book, delegation, dossier, filing, import, inspection_record, key, open_case, party, plan,
};
use super::{registry, steps, task, together, violation};
use crate::routes::{continue_or_home, encode, is_local, with_query};
use crate::vault_rules::{check_pin, is_key, read_backup, unpack};
use domain::catalogue::Catalogue;
use domain::establishment::Kind;
use domain::party::{EstablishmentId, PartyId};
use domain::unit::UnitId;
use jiff::civil::date;
use mutate::{Plan, fields, run, text};
use uuid::Uuid;

const TODAY: jiff::civil::Date = date(2026, 11, 30);

const VIOLATION: &str = "made_date=20/11/2026\nmade_time=14:30\nplace=Chợ Phố Hiến\nrepresentative=Trần Văn B\n\
    acts.0.behaviour=nd98-d15-k1\nacts.0.description=Bày bán\nacts.0.committed_on=20/11/2026\nacts.0.amount=1.000.000\n\
    acts.0.mitigating.M1=on\nexhibits.0.name=Áo khoác\nexhibits.0.unit=cái\nexhibits.0.quantity=100\nexhibits.0.unit_price=250.000\n\
    exhibits.0.act=0\nsignature=refused\nrefusal_reason=x\nrefusal_witness=y\nbirth_date=12/04/1985";

const CASE: &str = "case_id=01990000-0000-7000-8000-000000000000\nparty=chua-xac-dinh\nkind=dot-xuat\nbasis=Tin báo\nplace=Chợ\n\
    contents=a\u{1}b\nscope_from=01/01/2026\nscope_to=30/11/2026\nworking_days=1\nleader=ksv1\nmembers.ksv2=on\n\
    account=yen.nguyen\nfull_name=Nguyễn Yên\nbadge=QT33-015\nrole=kiem-soat-vien\nunit=33-01\nparent=33\ncode=33-09\nname=Đội 9";

const PARTY: &str = "kind=ho-kinh-doanh\nname=Hộ kinh doanh A\naddress=Số 12, phường Phố Hiến, tỉnh Hưng Yên\ntax_code=0100109106\n\
    citizen_id=033085001234\nbirth_date=12/04/1985\nsex=nam\nphone=0912345678\nregistration=05A8000001\nregistered_on=1/1/2020\n\
    establishment_name=Quầy 3\nstatus=dang-hoat-dong\npoint=20.6,106.0\narea=12,5\nlicences.0.kind=khac\nlicences.0.number=1\n\
    licences.0.issued_on=1/1/2020\nlicences.0.expires_on=1/1/2021\nversion=1\nreason=x";

const WORK: &str = "step=bao-cao-tien-do\npercent.1=50\nwords.1=x\ndue.1=1/12/2026\nwhy.1=y\ntitle=Việc\ncontent=z\nto.33-01=on\n\
    from=2026-11-01\nyear=2026\nperiod=2026-11\nencoding=unicode\nheader_line=1\ncolumn.0=name\ncolumn.1=tax_code\n\
    kept=01990000-0000-7000-8000-000000000000\ndropped=01990000-0000-7000-8000-000000000001\nwith.01990000-0000-7000-8000-000000000002=3\n\
    received_on=20/11/2026\nmethod=truc-tiep\nreceiver=B\npaid_on=20/11/2026\namount=1.000\nreceipt=KB\npart=tich-thu\ndone_on=20/11/2026\nnote=x";

/// Reads one set of fields by every form there is.
fn read_all(pairs: &[(String, String)]) {
    let typed: Fields = pairs.iter().cloned().collect();
    let (id, unit) = (Uuid::from_u128(7), UnitId("33-01".to_owned()));
    if let Ok(draft) = violation::parse(&typed, Catalogue::embedded()) {
        // What is prepared again from a record that was read is read the same.
        let again = violation::fields_of(&draft, Catalogue::embedded());
        assert_eq!(violation::parse(&again, Catalogue::embedded()).as_ref(), Ok(&draft));
    }
    violation::inputs_so_far(&typed, Catalogue::embedded());
    let _read =
        (inspection_record::parse(&typed), key::parse(&typed), delegation::parse(&typed), filing::parse(&typed, TODAY));
    let _read = (filing::command(&typed), import::headings(&typed), import::settings(&typed), plan::parse(&typed));
    let _read = (
        plan::restated(&typed),
        registry::merge(&typed),
        registry::link(&typed),
        task::parse(&typed),
        together::parse(&typed),
    );
    let _read =
        (task::step(&typed, 1), book::area(&typed, &unit, "33"), book::weights(&typed), administration::unit(&typed));
    let _read = (steps::explanation(&typed), steps::service(&typed), steps::payment(&typed), steps::execution(&typed));
    let _read =
        (steps::note(&typed), steps::reason(&typed), administration::officer(&typed, &[]), dossier::informant(&typed));
    if let Ok(read) = party::parse(&typed, (id, Uuid::from_u128(8)), &unit, TODAY) {
        party::fill(&read.party);
        let snapshot = domain::officer::OfficerSnapshot {
            id: domain::officer::OfficerId("ksv1".to_owned()),
            full_name: "A".to_owned(),
            title: "B".to_owned(),
            badge: "C".to_owned(),
            card: None,
        };
        let officers = [snapshot.clone()];
        let choices = open_case::Choices {
            party: &read.party,
            establishments: &[],
            officers: &officers,
            drafted_by: &snapshot,
            related: None,
        };
        let _read = open_case::parse(&typed, &choices);
    }
    party::so_far(&typed, &unit);
    let _read = book::place(&typed, EstablishmentId(id), PartyId(id), &unit, "33", TODAY);
    let keys: Vec<&str> = typed.keys("to");
    assert!(keys.len() <= pairs.len());
    for step in domain::dossier::steps() {
        let _read = dossier::parse(step, &typed);
    }
    assert!(Kind::from_key("x").is_none());
}

#[test]
fn forms() {
    let whole = [VIOLATION, CASE, PARTY, WORK].join("\n");
    let corpus: [&[u8]; 5] =
        [VIOLATION.as_bytes(), CASE.as_bytes(), PARTY.as_bytes(), WORK.as_bytes(), whole.as_bytes()];
    let own = [
        "acts.1.behaviour=nd98-d15-k1\n",
        "acts.18446744073709551615.behaviour=x\n",
        "exhibits.9999.name=x\n",
        "=on\n",
        "kind=",
        "\u{1}",
        "exhibits.0.quantity=99999999999\n",
        "exhibits.0.unit_price=99999999999\n",
        "29/02/2026",
        "25:61",
        "column.4294967295=name\n",
        "licences.7.kind=khac\n",
        "acts.0.amount=0,001\n",
        "commune.12103=on\n",
        "percent.1=101\n",
    ];
    fields(&Plan::new("app: all forms", 400, &corpus, &own).longest(8_192), read_all);
}

#[test]
fn addresses() {
    let corpus: [&[u8]; 8] = [
        b"/ho-so?buoc=dong",
        b"//noi-khac.example/",
        b"https://noi-khac.example",
        b"/\\noi-khac",
        b"/%2f%2fnoi-khac",
        b"/\t/noi-khac",
        b"javascript:alert(1)",
        "/hồ-sơ".as_bytes(),
    ];
    let own = ["/", "\\", "//", "%2f", "%5c", "\r\n", "\t", "@", ":", "?tiep=", "#", "http:"];
    text(&Plan::new("app: where to go on to", 10_000, &corpus, &own), |typed| {
        let next = continue_or_home(Some(typed));
        assert!(
            next.starts_with('/') && next.as_bytes().get(1).is_none_or(|byte| !matches!(byte, b'/' | b'\\')),
            "{typed:?} {next:?}"
        );
        assert!(next.bytes().all(|byte| byte.is_ascii_graphic()), "no header is split: {next:?}");
        assert!(is_local(&next));
        let written = with_query("/dang-nhap", "tiep", typed);
        assert!(!written.contains(['\r', '\n', '"', '<', ' ', '#']), "{written:?}");
        assert!(encode(typed).is_ascii());
        check_pin(typed).ok();
        is_key(typed);
        task::about(typed);
    });
}

#[test]
fn sealed_backups() {
    let mut sealed = b"INSDP1\x01".to_vec();
    sealed.extend_from_slice(&[7; 16]);
    sealed.extend_from_slice(&600_000_u32.to_be_bytes());
    sealed.extend_from_slice(&[9; 12 + 16 + 32 + 40]);
    let list = br#"{"owner":"ksv1","made_at":1,"entries":[{"room":"outbox","key":"a","bytes":3},{"room":"b","key":"c","bytes":0}]}"#;
    let mut plain = u32::try_from(list.len()).unwrap().to_be_bytes().to_vec();
    plain.extend_from_slice(list);
    plain.extend_from_slice(b"abc");
    let corpus: [&[u8]; 3] = [&sealed, &plain, b"INSDP1"];
    let own = ["INSDP1", "\u{1}", "\"bytes\":4294967295", "\"entries\":[]"];
    run(&Plan::new("app: sealed backups", 10_000, &corpus, &own), |file| {
        if let Ok(parts) = read_backup(file) {
            assert_eq!(parts.whole.len() + parts.digest.len(), file.len());
            assert_eq!(parts.seal.head(), parts.head);
        }
        if let Some((contents, records)) = unpack(file) {
            assert_eq!(contents.entries.len(), records.len());
        }
    });
}
