//! From a working installation into one file and back: whole, or not at all.

use super::*;
use crate::state::Beginning;
use store::blobs;

/// An installation with one file, a key, and room for copies.
struct Ground {
    room: tempfile::TempDir,
    options: Options,
}

impl Ground {
    fn new() -> Result<Self> {
        let room = tempfile::tempdir()?;
        let at = |name: &str| Some(room.path().join(name));
        let options = Options { state_dir: at("state"), key_file: at("key"), to: at("copies"), ..Options::default() };
        let state = room.path().join("state");
        state::prepare(&state, Beginning::Empty)?;
        fs::create_dir(room.path().join("copies"))?;
        make_key(&Options { to: at("key"), ..Options::default() })?;
        block_on(async { blobs::put(&NativeBlobs::in_directory(&state).await?, &[7; 300_000]).await })?;
        Ok(Self { room, options })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    fn restore(&self, from: &Path, to: &str) -> Result<()> {
        restore(&Options { from: Some(from.to_owned()), state_dir: Some(self.path(to)), ..self.options.clone() })
    }

    /// Why a copy was not restored; nothing may be left of the attempt.
    fn refused(&self, from: &Path, key: &str) -> String {
        let before = self.names();
        let options = Options {
            from: Some(from.to_owned()),
            state_dir: Some(self.path("refused")),
            key_file: Some(self.path(key)),
            ..self.options.clone()
        };
        let error = restore(&options).expect_err("it must be refused");
        assert_eq!(self.names(), before, "nothing is left behind: {error:#}");
        format!("{error:#}")
    }

    fn names(&self) -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> =
            fs::read_dir(self.room.path()).expect("a directory").flatten().map(|entry| entry.path()).collect();
        names.sort();
        names
    }

    fn pretend(&self, version: i64, ran: bool) -> Result<()> {
        let database = NativeDatabase::in_directory(&self.path("state"))?;
        Ok(block_on(migrate::pretend(&database, version, ran))?)
    }
}

#[test]
fn a_copy_brings_everything_back_where_nothing_is() -> Result<()> {
    let ground = Ground::new()?;
    let begun = Instant::now();
    let copy = backup(&ground.options)?;
    let copied = begun.elapsed();
    assert!(
        fs::read_dir(ground.path("state"))?
            .flatten()
            .all(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
    );
    let before = block_on(upkeep::mark(&NativeDatabase::in_directory(&ground.path("state"))?))?;
    fs::remove_dir_all(ground.path("state"))?;
    let begun = Instant::now();
    ground.restore(&copy, "state")?;
    println!("copied in {copied:?}, restored in {:?}", begun.elapsed());
    let database = NativeDatabase::in_directory(&ground.path("state"))?;
    assert_eq!(block_on(upkeep::mark(&database))?, before);
    let kept = block_on(async {
        let files = NativeBlobs::in_directory(&ground.path("state")).await?;
        blobs::get(&files, &blobs::digest(&[7; 300_000]), 300_000).await
    })?;
    assert_eq!(kept, Some(vec![7; 300_000]));
    let error = ground.restore(&copy, "state").expect_err("it is not empty").to_string();
    assert!(error.contains("not empty"), "{error}");
    fs::create_dir(ground.path("empty"))?;
    ground.restore(&copy, "empty")
}

/// Skipped, and said so, where there is no server and nobody may install one.
#[test]
fn a_servers_database_is_copied_restored_and_moved_to_a_server_again() -> Result<()> {
    if crate::postgres::installed().is_none() {
        eprintln!("PostgreSQL is not installed here");
        return Ok(());
    }
    let server = crate::postgres::Postgres::start()?;
    let ground = Ground::new()?;
    let place = Place::read(&server.address())?;
    engine::carry(&Place::Directory(ground.path("state")), &place)?;
    let of_server = Options { state_dir: None, postgres: Some(server.address()), ..ground.options.clone() };
    state::verify_at(&place)?;
    let copy = backup(&of_server)?;
    migrate(&of_server)?;
    let told = migrate(&Options { rehearse: true, ..of_server }).expect_err("a server makes its own copy").to_string();
    assert!(told.contains("createdb --template"), "{told}");
    assert_eq!(fs::read_dir(ground.path("copies"))?.count(), 1, "nothing is left in plain beside the copy");
    let noted = block_on(upkeep::last(place.database()?.as_ref(), Kind::Backup))?;
    assert!(noted.1.is_some_and(|done| done.well), "the self-check of the server's installation knows of it");

    ground.restore(&copy, "restored")?;
    let restored = Place::Directory(ground.path("restored"));
    let marks = |place: &Place| -> Result<Mark> { Ok(block_on(upkeep::mark(place.database()?.as_ref()))?) };
    assert_eq!(marks(&restored)?, marks(&place)?);
    let again = server.address().replace("/postgres", "/again");
    block_on(async {
        let mut connection = place.database()?.open().await?;
        connection.execute("CREATE DATABASE again TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", &[]).await?;
        Ok::<_, anyhow::Error>(())
    })?;
    let again = Place::read(&again)?;
    engine::carry(&restored, &again)?;
    state::verify_at(&again)?;
    let kept = block_on(async {
        let files = again.blobs().await?;
        blobs::get(files.as_ref(), &blobs::digest(&[7; 300_000]), 300_000).await
    })?;
    assert_eq!(kept, Some(vec![7; 300_000]));
    Ok(())
}

#[test]
fn what_is_not_whole_is_refused_and_leaves_nothing_behind() -> Result<()> {
    let ground = Ground::new()?;
    let copy = backup(&ground.options)?;
    make_key(&Options { to: Some(ground.path("other")), ..Options::default() })?;
    assert!(ground.refused(&copy, "other").contains(seal::DOES_NOT_OPEN));
    let whole = fs::read(&copy)?;
    let bad = ground.path("bad");
    for (name, bytes) in [
        ("cut", whole[..whole.len() - 9].to_vec()),
        ("cut in the head", whole[..20].to_vec()),
        ("empty", Vec::new()),
        ("flipped", {
            let mut bytes = whole.clone();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            bytes
        }),
    ] {
        fs::write(&bad, &bytes)?;
        let told = ground.refused(&bad, "key");
        assert!(told.contains("copy"), "{name}: {told}");
    }
    assert!(ground.refused(&ground.path("none"), "key").contains("there is no copy"));
    Ok(())
}

#[test]
fn a_newer_schema_is_refused_by_restoring_and_by_migrating() -> Result<()> {
    let ground = Ground::new()?;
    ground.pretend(9999, true)?;
    let copy = backup(&ground.options)?;
    let told = ground.refused(&copy, "key");
    assert!(told.contains("schema 9999") && told.contains("install the newer program"), "{told}");
    for rehearse in [true, false] {
        let error = migrate(&Options { rehearse, ..ground.options.clone() }).expect_err("newer").to_string();
        assert!(error.contains("schema 9999") && error.contains("nothing was changed"), "{error}");
    }
    Ok(())
}

#[test]
fn an_older_copy_is_brought_to_this_schema() -> Result<()> {
    let ground = Ground::new()?;
    let database = NativeDatabase::in_directory(&ground.path("state"))?;
    block_on(async { store::Database::open(&database).await?.execute("DROP TABLE rate_window", &[]).await })?;
    ground.pretend(40, false)?;
    let copy = backup(&ground.options)?;
    ground.restore(&copy, "restored")?;
    let database = NativeDatabase::in_directory(&ground.path("restored"))?;
    assert_eq!(block_on(migrate::standing(&database))?, Standing::Current);
    migrate(&Options { rehearse: true, ..ground.options.clone() })?;
    let here = NativeDatabase::in_directory(&ground.path("state"))?;
    assert_eq!(block_on(migrate::standing(&here))?, Standing::Behind { missing: 1 }, "a rehearsal changes nothing");
    migrate(&ground.options)?;
    assert_eq!(block_on(migrate::standing(&here))?, Standing::Current);
    Ok(())
}

#[test]
fn old_copies_go_and_everything_else_stays() -> Result<()> {
    let ground = Ground::new()?;
    let copies = ground.path("copies");
    for name in
        ["ins-20260101-000000.ins-backup", "ins-20260102-000000.ins-backup", "ins-other.ins-backup", "notes.txt"]
    {
        fs::write(copies.join(name), "x")?;
    }
    let copy = backup(&Options { keep: Some(2), ..ground.options.clone() })?;
    let mut names: Vec<String> =
        fs::read_dir(&copies)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let newest = copy.file_name().unwrap_or_default().to_string_lossy().into_owned();
    assert_eq!(
        names,
        [
            "ins-20260102-000000.ins-backup".to_owned(),
            newest,
            "ins-other.ins-backup".to_owned(),
            "notes.txt".to_owned()
        ]
    );
    let single = Options { keep: Some(2), to: Some(ground.path("one.ins-backup")), ..ground.options.clone() };
    assert!(backup(&single).is_err(), "--keep is for a directory");
    Ok(())
}

#[test]
fn what_was_done_is_written_down_where_administrators_look() -> Result<()> {
    let ground = Ground::new()?;
    backup(&ground.options)?;
    let database = NativeDatabase::in_directory(&ground.path("state"))?;
    let (last, well) = block_on(upkeep::last(&database, Kind::Backup))?;
    assert!(last.is_some_and(|done| done.well) && well.is_some());
    let nowhere = Options { to: Some(ground.path("none/copy.ins-backup")), ..ground.options.clone() };
    assert!(backup(&nowhere).is_err());
    let (last, well) = block_on(upkeep::last(&database, Kind::Backup))?;
    assert!(last.is_some_and(|done| !done.well) && well.is_some_and(|done| done.well));
    state::verify(&ground.path("state"))?;
    let (verified, _) = block_on(upkeep::last(&database, Kind::Verify))?;
    assert!(verified.is_some_and(|done| done.well));
    Ok(())
}

#[test]
fn a_copy_that_is_made_while_officers_write_is_of_one_moment() -> Result<()> {
    let ground = Ground::new()?;
    let state = ground.path("state");
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let writer = {
        let (state, stop) = (state.clone(), stop.clone());
        std::thread::spawn(move || -> Result<u64> {
            let database = NativeDatabase::in_directory(&state)?;
            let files = block_on(NativeBlobs::in_directory(&state))?;
            let mut written = 0_u64;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                block_on(async {
                    blobs::put(&files, &written.to_be_bytes().repeat(1000)).await?;
                    let done = upkeep::done(&state::env(), Timestamp::now(), true, 0, "x".to_owned());
                    upkeep::note(&database, Kind::Rehearsal, &done).await
                })?;
                written += 1;
            }
            Ok(written)
        })
    };
    let copies: Result<Vec<PathBuf>> = (0..3)
        .map(|n| backup(&Options { to: Some(ground.path(&format!("{n}.ins-backup"))), ..ground.options.clone() }))
        .collect();
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let written = writer.join().map_err(|_| anyhow::anyhow!("the writer panicked"))??;
    assert!(written > 3, "{written} writes went on meanwhile");
    for (n, copy) in copies?.iter().enumerate() {
        ground.restore(copy, &format!("back-{n}"))?;
    }
    Ok(())
}
