//! The flat part of a record: one line of a list that is handed over as a file. What a record has several of is joined in one cell.

use super::record::*;

type Cell = fn(&Record) -> String;

fn day(date: Option<jiff::civil::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn person<'a>(record: &'a Record, field: impl Fn(&'a Person) -> String) -> String {
    record.noi_dung.doi_tuong.ca_nhan.as_ref().map(field).unwrap_or_default()
}

fn organisation(record: &Record, field: impl Fn(&Organisation) -> String) -> String {
    record.noi_dung.doi_tuong.to_chuc.as_ref().map(field).unwrap_or_default()
}

fn minutes(record: &Record, field: impl Fn(&Minutes) -> String) -> String {
    record.noi_dung.bien_ban.as_ref().map(field).unwrap_or_default()
}

fn acts(record: &Record, field: impl Fn(&Act) -> String) -> String {
    record.noi_dung.hanh_vi.iter().map(field).collect::<Vec<_>>().join("; ")
}

fn steps(list: &[Step]) -> String {
    let told = list.iter().map(|step| {
        let number = step.so.as_ref().map(|number| format!(" số {number}")).unwrap_or_default();
        format!("{}{number} ngày {}", step.ten, step.ngay)
    });
    told.collect::<Vec<_>>().join("; ")
}

const COLUMNS: [(&str, Cell); 47] = [
    ("ma_ban_ghi", |record| record.ma_ban_ghi.clone()),
    ("phien_ban", |record| record.phien_ban.to_string()),
    ("trang_thai", |record| record.trang_thai.key().to_owned()),
    ("ngay_cap_nhat", |record| record.cap_nhat.ngay.to_string()),
    ("nguoi_cap_nhat", |record| record.cap_nhat.nguoi.clone()),
    ("ma_vu_viec", |record| record.noi_dung.vu_viec.ma_vu_viec.clone()),
    ("don_vi_ma", |record| record.noi_dung.vu_viec.don_vi_ma.clone()),
    ("don_vi_ten", |record| record.noi_dung.vu_viec.don_vi_ten.clone()),
    ("loai_doi_tuong", |record| record.noi_dung.doi_tuong.loai.key().to_owned()),
    ("chua_thanh_nien", |record| u8::from(record.noi_dung.doi_tuong.chua_thanh_nien).to_string()),
    ("ho_ten", |record| person(record, |person| person.ho_ten.clone())),
    ("ngay_sinh", |record| person(record, |person| day(person.ngay_sinh))),
    ("gioi_tinh", |record| person(record, |person| person.gioi_tinh.map_or("", SexKey::key).to_owned())),
    ("quoc_tich", |record| person(record, |person| person.quoc_tich.clone())),
    ("so_dinh_danh", |record| person(record, |person| person.so_dinh_danh.clone().unwrap_or_default())),
    ("ho_chieu", |record| person(record, |person| person.ho_chieu.clone().unwrap_or_default())),
    ("nghe_nghiep", |record| person(record, |person| person.nghe_nghiep.clone())),
    ("noi_cu_tru", |record| person(record, |person| person.noi_cu_tru.clone())),
    ("ten_to_chuc", |record| organisation(record, |one| one.ten.clone())),
    ("dia_chi_to_chuc", |record| organisation(record, |one| one.dia_chi.clone())),
    ("ma_so_to_chuc", |record| organisation(record, |one| one.ma_so.clone().unwrap_or_default())),
    ("so_giay_phep", |record| organisation(record, |one| one.so_giay_phep.clone())),
    ("nguoi_dai_dien", |record| organisation(record, |one| one.nguoi_dai_dien.clone())),
    ("so_bien_ban", |record| minutes(record, |minutes| minutes.so.clone())),
    ("ngay_bien_ban", |record| minutes(record, |minutes| minutes.ngay.to_string())),
    ("noi_lap_bien_ban", |record| minutes(record, |minutes| minutes.noi_lap.clone())),
    ("nguoi_lap_bien_ban", |record| minutes(record, |minutes| minutes.nguoi_lap.clone())),
    ("hanh_vi", |record| acts(record, |act| act.ten.clone())),
    ("linh_vuc", |record| acts(record, |act| act.linh_vuc.clone())),
    ("can_cu", |record| acts(record, |act| act.can_cu.clone())),
    ("loai_quyet_dinh", |record| record.noi_dung.quyet_dinh.loai.key().to_owned()),
    ("so_quyet_dinh", |record| record.noi_dung.quyet_dinh.so.clone()),
    ("ngay_quyet_dinh", |record| record.noi_dung.quyet_dinh.ngay.to_string()),
    ("nguoi_ky", |record| record.noi_dung.quyet_dinh.nguoi_ky.clone()),
    ("chuc_vu_nguoi_ky", |record| record.noi_dung.quyet_dinh.chuc_vu.clone()),
    ("canh_cao", |record| u8::from(record.noi_dung.hinh_thuc.canh_cao).to_string()),
    ("tien_phat", |record| record.noi_dung.hinh_thuc.tien_phat.to_string()),
    ("tuoc_dinh_chi", |record| record.noi_dung.hinh_thuc.tuoc_dinh_chi.join("; ")),
    ("tri_gia_tich_thu", |record| record.noi_dung.hinh_thuc.tri_gia_tich_thu.to_string()),
    ("khac_phuc", |record| record.noi_dung.khac_phuc.join("; ")),
    ("tinh_trang_thi_hanh", |record| record.noi_dung.thi_hanh.tinh_trang.key().to_owned()),
    ("ngay_giao", |record| day(record.noi_dung.thi_hanh.ngay_giao)),
    ("da_nop", |record| record.noi_dung.thi_hanh.da_nop.to_string()),
    ("con_phai_nop", |record| record.noi_dung.thi_hanh.con_phai_nop.to_string()),
    ("cuong_che", |record| steps(&record.noi_dung.cuong_che)),
    ("khieu_nai_khoi_kien", |record| steps(&record.noi_dung.khieu_nai_khoi_kien)),
    ("sua_doi", |record| steps(&record.noi_dung.sua_doi)),
];

/// Headings of the list: keys of the fields.
pub fn headings() -> Vec<String> {
    COLUMNS.iter().map(|(key, _)| (*key).to_owned()).collect()
}

/// A record as a line of the list.
pub fn row(record: &Record) -> Vec<String> {
    COLUMNS.iter().map(|(_, cell)| cell(record)).collect()
}
