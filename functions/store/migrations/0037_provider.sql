-- Sign-ins that went to the agency's identity provider and are not back: the state and the browser as SHA-256, for minutes, once.
CREATE TABLE provider_start (
  state_hash BLOB PRIMARY KEY, browser_hash BLOB NOT NULL, next TEXT NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_start_by_expiry ON provider_start(expires_at);

-- Which account a person of the identity provider is, from his first sign-in on.
CREATE TABLE provider_account (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, officer TEXT NOT NULL REFERENCES officer(id), since INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX provider_account_by_officer ON provider_account(officer, issuer);
