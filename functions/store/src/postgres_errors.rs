//! What PostgreSQL says when something fails, as the store's own errors: by the code, never by the words, which are in the
//! language of the server.

use crate::database::DbError;

/// Sorts a failure by its SQLSTATE; an empty code is one of the driver itself.
pub(crate) fn failed(code: &str, message: &str) -> DbError {
    match code {
        // Serialisation, deadlock, a lock that did not come in time, a statement that took too long; a server that is full,
        // stopping or starting; a line that broke.
        "40001" | "40P01" | "55P03" | "57014" | "53200" | "53300" | "57P01" | "57P02" | "57P03" => DbError::Busy,
        code if code.starts_with("08") => DbError::Busy,
        "53100" => DbError::Full,
        code if code.starts_with("23") => DbError::Constraint(format!("constraint failed: {message}")),
        "42501" => DbError::Engine(format!(
            "{message}; make the account of database_url the owner of its database (ALTER DATABASE … OWNER TO …)"
        )),
        "28000" | "28P01" => DbError::Engine(format!(
            "{message}; check account and password in database_url, and pg_hba.conf of the server"
        )),
        "3D000" => DbError::Engine(format!(
            "{message}; create it: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )),
        _ => DbError::Engine(message.to_owned()),
    }
}

/// Sorts a failure to connect that comes without a code, as Spin tells it: what an administrator has to do, or what passes.
#[cfg(any(feature = "spin", test))]
pub(crate) fn not_connected(message: &str) -> DbError {
    let said = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if said(&["password authentication", "pg_hba.conf", "no password"]) {
        failed("28P01", message)
    } else if said(&["does not exist"]) {
        failed("3D000", message)
    } else if said(&["not allowed", "allowed_outbound_hosts", "denied", "invalid"]) {
        DbError::Engine(format!("{message}; check database_url and database_host"))
    } else {
        DbError::Busy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_sorted_by_their_code() {
        for code in ["40001", "40P01", "55P03", "53300", "57P01", "57P03", "08006", "08001"] {
            assert_eq!(failed(code, "x"), DbError::Busy, "{code}");
        }
        assert_eq!(failed("53100", "x"), DbError::Full);
        for code in ["23505", "23503", "23502", "23514"] {
            assert!(matches!(failed(code, "x"), DbError::Constraint(told) if told == "constraint failed: x"), "{code}");
        }
        for (code, told) in
            [("42501", "OWNER"), ("28P01", "password"), ("28000", "pg_hba"), ("3D000", "CREATE DATABASE")]
        {
            assert!(failed(code, "x").to_string().contains(told), "{code}");
        }
        assert_eq!(
            failed("P0001", "case_event is append-only"),
            DbError::Engine("case_event is append-only".to_owned())
        );
    }

    #[test]
    fn what_does_not_connect_says_what_to_do_or_passes() {
        assert_eq!(not_connected("error connecting to server: Connection refused"), DbError::Busy);
        for (message, told) in [
            ("db error: FATAL: password authentication failed for user \"ins\"", "check account"),
            ("db error: FATAL: database \"ins\" does not exist", "CREATE DATABASE"),
            ("address postgres://10.0.0.1:5432 is not allowed", "database_host"),
        ] {
            assert!(not_connected(message).to_string().contains(told), "{message}");
        }
    }
}
