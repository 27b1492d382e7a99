-- The cells of all fields together, of half-months and years: a table that does not tell fields apart reads one row where it read sixteen.
DELETE FROM report_cell WHERE field = '';
INSERT INTO report_cell (scope, grain, start, field,
  kiem_tra, vi_pham, xu_ly, hanh_vi, to_chuc, ca_nhan, phat_tien, phat_tien_nop, tri_gia_tang_vat, tri_gia_tich_thu,
  quyet_dinh, chua_thanh_nien, nam, nu, canh_cao, tuoc_giay_phep, dinh_chi, tam_giu, chuyen_cqdt, khoi_to, chuyen_khac,
  cuong_che, hoan, giam_mien, khieu_nai, khoi_kien, da_thi_hanh, cham_nop, nop_lai, ban_hang, buoc_tieu_huy, tieu_huy,
  da_ban, chuyen_giao, cho_xu_ly, dang_tam_giu, chua_thi_hanh, con_phai_nop, chua_ban)
SELECT scope, grain, start, '',
  sum(kiem_tra), sum(vi_pham), sum(xu_ly), sum(hanh_vi), sum(to_chuc), sum(ca_nhan), sum(phat_tien), sum(phat_tien_nop),
  sum(tri_gia_tang_vat), sum(tri_gia_tich_thu), sum(quyet_dinh), sum(chua_thanh_nien), sum(nam), sum(nu), sum(canh_cao),
  sum(tuoc_giay_phep), sum(dinh_chi), sum(tam_giu), sum(chuyen_cqdt), sum(khoi_to), sum(chuyen_khac), sum(cuong_che),
  sum(hoan), sum(giam_mien), sum(khieu_nai), sum(khoi_kien), sum(da_thi_hanh), sum(cham_nop), sum(nop_lai),
  sum(ban_hang), sum(buoc_tieu_huy), sum(tieu_huy), sum(da_ban), sum(chuyen_giao), sum(cho_xu_ly), sum(dang_tam_giu),
  sum(chua_thi_hanh), sum(con_phai_nop), sum(chua_ban)
FROM report_cell WHERE grain IN ('s', 'y') GROUP BY scope, grain, start;
