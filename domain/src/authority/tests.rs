//! Who may do what: the golden matrix, and what each officer may know of.

use super::*;

/// The whole matrix is read by people: a change shows up in review as a changed golden file.
#[test]
fn the_matrix_is_the_golden_file() {
    let mut out = String::new();
    for role in Role::ALL {
        out.push_str(&format!("{}\n", role.key()));
        for action in Action::ALL {
            let mark = if role_may(role, action) { "yes" } else { "-" };
            out.push_str(&format!("  {:<24} {mark}\n", format!("{action:?}")));
        }
    }
    let golden = include_str!("../authority.out");
    assert_eq!(out, golden, "authority matrix changed; if intended, replace domain/src/authority.out with:\n{out}");
}

fn actor(role: Role, path: &str) -> Actor {
    Actor {
        officer: OfficerSnapshot {
            id: OfficerId("o".into()),
            full_name: "A".into(),
            title: role.title().into(),
            badge: String::new(),
            card: None,
        },
        role,
        unit: UnitPath(path.into()).leaf(),
        path: UnitPath(path.into()),
        delegations: Vec::new(),
    }
}

#[test]
fn nothing_beside_the_own_unit_exists() {
    let team3 = UnitPath("TW/33/33-03".into());
    for (role, path, expected) in [
        (Role::Controller, "TW/33/33-03", Ok(())),
        (Role::Controller, "TW/33/33-04", Err(Denial::Hidden)),
        (Role::TeamLeader, "TW/31/31-01", Err(Denial::Hidden)),
        (Role::ProvincialHead, "TW/33", Ok(())),
        (Role::ProvincialHead, "TW/31", Err(Denial::Hidden)),
        (Role::LegalSection, "TW/33/33-PC", Ok(())),
        (Role::ReportingSection, "TW/31/31-TH", Err(Denial::Hidden)),
        (Role::National, "TW", Ok(())),
        (Role::Administrator, "TW", Err(Denial::Hidden)),
    ] {
        assert_eq!(authorise(&actor(role, path), Action::ReadCase, &team3), expected, "{role:?} at {path}");
    }
}

/// A province's legal section prepares a catalogue; only the national body's people put one into use.
#[test]
fn what_holds_for_the_whole_force_is_decided_at_its_root() {
    for (role, path, own, force) in [
        (Role::Administrator, "TW", Ok(()), Ok(())),
        (Role::LegalSection, "TW/PC", Ok(()), Ok(())),
        (Role::LegalSection, "TW/33/33-PC", Ok(()), Err(Denial::Hidden)),
        (Role::Administrator, "TW/33", Ok(()), Err(Denial::Hidden)),
    ] {
        let actor = actor(role, path);
        assert_eq!(actor.force(), UnitPath("TW".into()));
        assert_eq!(authorise(&actor, Action::ManageCatalogue, &actor.path), own, "{path}");
        assert_eq!(authorise(&actor, Action::ManageCatalogue, &actor.force()), force, "{path}");
    }
}

/// A team sees its own plans whole, and its items of its province's; nobody sees beside himself.
#[test]
fn a_team_sees_its_part_of_the_plan_above() {
    for (role, path, owner, expected) in [
        (Role::Controller, "TW/33/33-03", "TW/33/33-03", Ok(PlanSight::Whole)),
        (Role::Controller, "TW/33/33-03", "TW/33", Ok(PlanSight::OwnItems)),
        (Role::TeamLeader, "TW/33/33-03", "TW/33/33-04", Err(Denial::Hidden)),
        (Role::TeamLeader, "TW/33/33-03", "TW/31", Err(Denial::Hidden)),
        (Role::ProvincialHead, "TW/33", "TW/33/33-04", Ok(PlanSight::Whole)),
        (Role::LegalSection, "TW/33/33-PC", "TW/33", Ok(PlanSight::Whole)),
        (Role::National, "TW", "TW/33/33-04", Ok(PlanSight::Whole)),
        (Role::Administrator, "TW", "TW/33", Err(Denial::Hidden)),
    ] {
        assert_eq!(plan_sight(&actor(role, path), &UnitPath(owner.into())), expected, "{role:?} {path} {owner}");
    }
}

/// A unit's own people make its reports; who is above learns of them once they are sent, and who is directly above takes them in.
#[test]
fn reports_are_made_by_the_unit_and_received_directly_above() {
    use Action::{CheckReport, DraftReport, ReadReport, ReceiveReport, SendReport, SignReport};
    let team = UnitPath("TW/33/33-03".into());
    let province = UnitPath("TW/33".into());
    let steps = [ReadReport, DraftReport, CheckReport, SignReport, SendReport, ReceiveReport];
    for (role, path, owner, sent, expected) in [
        (Role::Controller, "TW/33/33-03", &team, false, "11rrrr"),
        (Role::Controller, "TW/33/33-04", &team, true, "......"),
        (Role::TeamLeader, "TW/33/33-03", &team, false, "11111r"),
        (Role::TeamDeputy, "TW/33/33-03", &team, false, "11111r"),
        (Role::TeamLeader, "TW/33/33-03", &province, true, "......"),
        (Role::ReportingSection, "TW/33/33-TH", &province, false, "111r1o"),
        (Role::LegalSection, "TW/33/33-PC", &province, false, "1r1rrr"),
        (Role::ProvincialHead, "TW/33", &province, false, "1r11ro"),
        (Role::ProvincialDeputy, "TW/33", &province, false, "1r11ro"),
        (Role::ReportingSection, "TW/33/33-TH", &team, false, "......"),
        (Role::ReportingSection, "TW/33/33-TH", &team, true, "1ooro1"),
        (Role::ProvincialHead, "TW/33", &team, true, "1roor1"),
        (Role::ProvincialHead, "TW/31", &team, true, "......"),
        (Role::National, "TW", &province, true, "1oooo1"),
        (Role::National, "TW", &province, false, "......"),
        (Role::National, "TW", &team, true, "1ooooo"),
        (Role::Administrator, "TW", &province, true, "......"),
    ] {
        let told: String = steps
            .into_iter()
            .map(|step| match authorise_filing(&actor(role, path), step, owner, sent) {
                Ok(()) => '1',
                Err(Denial::Hidden) => '.',
                Err(Denial::Role { .. }) => 'r',
                Err(Denial::Office { .. } | Denial::Province { .. }) => 'o',
            })
            .collect();
        assert_eq!(told, expected, "{role:?} at {path} of {owner:?}");
    }
    let above = Denial::Office { action: ReceiveReport }.message();
    let beside = Denial::Office { action: SignReport }.message();
    assert!(above.contains("cấp trên trực tiếp") && beside.contains("của chính đơn vị đó"), "{above} {beside}");
}

/// Records are merged in the province that keeps the one that stays.
#[test]
fn records_are_merged_in_their_province() {
    let keeper = UnitPath("TW/33/33-03".into());
    for (role, path, may) in [
        (Role::Controller, "TW/33/33-03", true),
        (Role::Controller, "TW/33/33-04", true),
        (Role::TeamLeader, "TW/31/31-01", false),
        (Role::ProvincialHead, "TW/33", true),
        (Role::ProvincialDeputy, "TW/31", false),
        (Role::National, "TW", false),
        (Role::LegalSection, "TW/33/33-PC", false),
    ] {
        let denied = authorise_merge(&actor(role, path), &keeper);
        assert_eq!(denied.is_ok(), may, "{role:?} at {path}");
        assert!(may || denied.is_err_and(|denial| denial != Denial::Hidden), "everybody knows of parties");
    }
    let elsewhere = authorise_merge(&actor(Role::TeamLeader, "TW/31/31-01"), &keeper).unwrap_err();
    assert!(elsewhere.message().contains("tỉnh khác") && elsewhere.message().contains("gộp"), "{elsewhere:?}");
    assert_eq!(authorise_merge(&actor(Role::Administrator, "TW"), &keeper), Err(Denial::Hidden));
}

/// Named officers and the heads above know of a dossier; nobody else of the unit does, and only heads decide.
#[test]
fn a_dossier_is_known_to_few() {
    let owner = UnitPath("TW/33/33-03".into());
    let named = [OfficerId("o".into())];
    for (role, path, expected_named, expected_other) in [
        (Role::Controller, "TW/33/33-03", true, false),
        (Role::Controller, "TW/33/33-04", true, false),
        (Role::TeamLeader, "TW/33/33-03", true, true),
        (Role::TeamDeputy, "TW/33/33-03", true, true),
        (Role::TeamLeader, "TW/33/33-04", true, false),
        (Role::ProvincialHead, "TW/33", true, true),
        (Role::ProvincialDeputy, "TW/31", true, false),
        (Role::LegalSection, "TW/33/33-PC", true, false),
        (Role::ReportingSection, "TW/33/33-TH", true, false),
        (Role::National, "TW", true, true),
        (Role::Administrator, "TW", false, false),
    ] {
        let actor = actor(role, path);
        let knows = |named: &[OfficerId]| authorise_dossier(&actor, Action::ReadMeasure, &owner, named).is_ok();
        assert_eq!((knows(&named), knows(&[])), (expected_named, expected_other), "{role:?} at {path}");
    }
    let (deputy, beside) = (actor(Role::TeamDeputy, "TW/33/33-03"), actor(Role::TeamLeader, "TW/33/33-04"));
    assert_eq!(authorise_dossier(&deputy, Action::DecideMeasure, &owner, &[]), Ok(()));
    let denied = authorise_dossier(&beside, Action::DecideMeasure, &owner, &named);
    assert!(matches!(denied, Err(Denial::Role { .. })), "{denied:?}");
}

/// No rank opens the vault.
#[test]
fn the_vault_opens_to_one() {
    let head = actor(Role::ProvincialHead, "TW/33");
    assert_eq!(authorise_vault(&head, &OfficerId("o".into())), Ok(()));
    assert_eq!(authorise_vault(&head, &OfficerId("ksv1".into())), Err(Denial::Hidden));
}

#[test]
fn a_denial_says_who_does_it() {
    let denial = authorise(&actor(Role::LegalSection, "TW/33/33-PC"), Action::SignSanction, &UnitPath("TW/33".into()));
    let message = denial.map_err(|denial| denial.message()).unwrap_err();
    assert!(message.contains("Đội trưởng") && message.contains("ký quyết định xử phạt"), "{message}");
}
