-- Provinces that keep their own data (decision 0047). At the nation: where each stands, `run` counting how often it began anew.
CREATE TABLE federated_province (
  province TEXT PRIMARY KEY REFERENCES unit(id), run INTEGER NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL,
  received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries of their reports, as `report_entry` has our own. What is taken back is added once more with its signs turned and a line below 0.
-- `seen` is the head of our own chain then: what a report that was made at a position counted is known for good.
CREATE TABLE federated_entry (
  num INTEGER PRIMARY KEY, province TEXT NOT NULL, run INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL,
  unit TEXT NOT NULL, day TEXT NOT NULL, field TEXT NOT NULL, seen INTEGER NOT NULL, received_at INTEGER NOT NULL,
  kiem_tra INTEGER NOT NULL, vi_pham INTEGER NOT NULL, xu_ly INTEGER NOT NULL, hanh_vi INTEGER NOT NULL,
  to_chuc INTEGER NOT NULL, ca_nhan INTEGER NOT NULL, phat_tien INTEGER NOT NULL, phat_tien_nop INTEGER NOT NULL,
  tri_gia_tang_vat INTEGER NOT NULL, tri_gia_tich_thu INTEGER NOT NULL, quyet_dinh INTEGER NOT NULL,
  chua_thanh_nien INTEGER NOT NULL, nam INTEGER NOT NULL, nu INTEGER NOT NULL, canh_cao INTEGER NOT NULL,
  tuoc_giay_phep INTEGER NOT NULL, dinh_chi INTEGER NOT NULL, tam_giu INTEGER NOT NULL, chuyen_cqdt INTEGER NOT NULL,
  khoi_to INTEGER NOT NULL, chuyen_khac INTEGER NOT NULL, cuong_che INTEGER NOT NULL, hoan INTEGER NOT NULL,
  giam_mien INTEGER NOT NULL, khieu_nai INTEGER NOT NULL, khoi_kien INTEGER NOT NULL, da_thi_hanh INTEGER NOT NULL,
  cham_nop INTEGER NOT NULL, nop_lai INTEGER NOT NULL, ban_hang INTEGER NOT NULL, buoc_tieu_huy INTEGER NOT NULL,
  tieu_huy INTEGER NOT NULL, da_ban INTEGER NOT NULL, chuyen_giao INTEGER NOT NULL, cho_xu_ly INTEGER NOT NULL,
  dang_tam_giu INTEGER NOT NULL, chua_thi_hanh INTEGER NOT NULL, con_phai_nop INTEGER NOT NULL,
  chua_ban INTEGER NOT NULL,
  UNIQUE (province, run, position, line)
) STRICT;
CREATE INDEX federated_entry_by_day ON federated_entry(province, field, day);
CREATE TRIGGER federated_entry_is_append_only_update BEFORE UPDATE ON federated_entry
  BEGIN SELECT RAISE(ABORT, 'federated_entry is append-only'); END;
CREATE TRIGGER federated_entry_is_append_only_delete BEFORE DELETE ON federated_entry
  BEGIN SELECT RAISE(ABORT, 'federated_entry is append-only'); END;

-- What became of violators there: neither their names nor the numbers of their papers are here, and `record` names no case.
CREATE TABLE federated_matter (
  province TEXT NOT NULL, record TEXT NOT NULL, position INTEGER NOT NULL, past TEXT NOT NULL, PRIMARY KEY (province, record)
) STRICT, WITHOUT ROWID;
CREATE TABLE federated_mark (
  mark TEXT NOT NULL, province TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (mark, province, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX federated_mark_by_record ON federated_mark(province, record);

-- In a province: what the nation answered last about somebody, by his marks, for when it does not answer.
CREATE TABLE federated_answer (marks TEXT PRIMARY KEY, at INTEGER NOT NULL, answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX federated_answer_by_age ON federated_answer(at);
