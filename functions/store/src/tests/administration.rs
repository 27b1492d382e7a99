//! Units and accounts in an administrator's hands.

use super::*;
use crate::accounts::{create_link, link_officer, redeem_link, session, sign_in_plainly};
use crate::administration::{NewUnit, accounts, add_unit, set_active};
use domain::case::Refusal;
use domain::officer::OfficerId;
use domain::unit::{UnitId, UnitKind};

fn team(parent: &str, code: &str) -> NewUnit {
    NewUnit {
        parent: UnitId(parent.into()),
        kind: UnitKind::Team,
        code: code.into(),
        name: format!("Đội Quản lý thị trường số {code}"),
        short_name: format!("Đội QLTT số {code}"),
        place: "Phố Hiến".into(),
        treasury: "Kho bạc Nhà nước khu vực IV".into(),
        address: "Hưng Yên".into(),
    }
}

#[test]
fn a_unit_is_added_once_and_only_below_a_province() {
    let world = World::new();
    let admin = world.actor("quantri");
    let add = |actor: &Actor, new: &NewUnit| block_on(add_unit(&world.db, &env(MORNING), actor, new));
    let id = add(&admin, &team("33", "77")).unwrap();
    let unit = block_on(units::find(&world.db, &id)).unwrap().unwrap();
    assert_eq!((unit.path.0.as_str(), unit.agency_code.as_str(), unit.unit_code.as_str()), ("TW/33/33-77", "33", "77"));
    for (new, field) in [(team("33", "77"), "code"), (team("TW", "01"), "parent"), (team("33-77", "01"), "parent")] {
        match add(&admin, &new) {
            Err(StoreError::Refused(Refusal::Fields { errors })) => assert_eq!(errors[0].field, field),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(add(&admin, &team("khong-co", "01")), Err(StoreError::NotFound)));
    assert!(matches!(add(&world.actor("chicuctruong"), &team("33", "78")), Err(StoreError::Refused(_))));
}

#[test]
fn a_closed_account_is_out_at_once() {
    let world = World::new();
    let admin = world.actor("quantri");
    let id = OfficerId("ksv1".into());
    let token = block_on(create_link(&world.db, &env(MORNING), &admin, &id)).unwrap();
    block_on(redeem_link(&world.db, &env(MORNING), &token, "một câu dễ nhớ")).unwrap().unwrap();
    let signed = block_on(sign_in_plainly(&world.db, &env(MORNING), "ksv1", "một câu dễ nhớ")).unwrap();
    let link = block_on(create_link(&world.db, &env(MORNING), &admin, &id)).unwrap();
    block_on(set_active(&world.db, &env(MORNING), &admin, &id, false)).unwrap();
    assert!(block_on(session(&world.db, &env(MORNING), &signed.token)).unwrap().is_none());
    assert!(block_on(sign_in_plainly(&world.db, &env(MORNING), "ksv1", "một câu dễ nhớ")).is_err());
    assert_eq!(block_on(link_officer(&world.db, &env(MORNING), &link)).unwrap(), None);
    let listed = block_on(accounts(&world.db, &admin)).unwrap();
    assert!(listed.iter().any(|account| account.officer.id == id && !account.officer.active && account.has_password));
    block_on(set_active(&world.db, &env(MORNING), &admin, &id, true)).unwrap();
    assert!(block_on(sign_in_plainly(&world.db, &env(MORNING), "ksv1", "một câu dễ nhớ")).is_ok());
}

#[test]
fn nobody_else_manages_accounts_and_nobody_locks_himself_out() {
    let world = World::new();
    let admin = world.actor("quantri");
    assert!(matches!(
        block_on(set_active(&world.db, &env(MORNING), &admin, admin.id(), false)),
        Err(StoreError::Refused(_))
    ));
    let head = world.actor("chicuctruong");
    assert!(matches!(block_on(accounts(&world.db, &head)), Err(StoreError::Refused(_))));
    let other = OfficerId("ksv1".into());
    assert!(matches!(
        block_on(set_active(&world.db, &env(MORNING), &head, &other, false)),
        Err(StoreError::Refused(_))
    ));
    let unknown = OfficerId("khong-co".into());
    assert!(matches!(
        block_on(set_active(&world.db, &env(MORNING), &admin, &unknown, false)),
        Err(StoreError::NotFound)
    ));
}
