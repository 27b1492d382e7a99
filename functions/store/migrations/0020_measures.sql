-- More measures, cells of whole reporting years (15/12–14/12, 'y') beside days and segments, and cells of the nation: of every unit
-- on the path of a case. Entries and cells follow from the events and are made anew.
DROP TABLE report_entry;
DROP TABLE report_cell;
CREATE TABLE report_entry (
  position INTEGER NOT NULL, line INTEGER NOT NULL, case_num INTEGER NOT NULL, unit TEXT NOT NULL,
  province TEXT NOT NULL, day TEXT NOT NULL, field TEXT NOT NULL,
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
  PRIMARY KEY (position, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_entry_by_unit ON report_entry(unit, field, day, case_num);
CREATE INDEX report_entry_by_province ON report_entry(province, field, day, case_num);
CREATE TABLE report_cell (
  scope TEXT NOT NULL, grain TEXT NOT NULL, start TEXT NOT NULL, field TEXT NOT NULL,
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
  PRIMARY KEY (scope, grain, field, start)
) STRICT, WITHOUT ROWID;
