//! Every address of the application, so that each test of all of them asks for all of them. `tests/routes.rs` compares the lists with the
//! sources: what is not declared here fails there.
//!
//! Must not know what any single test asks.

/// An id that nothing has.
pub const NOBODY: &str = "01990000-0000-7000-8000-000000000000";

/// The steps of a case.
const STEPS: &[&str] = &[
    "ky-quyet-dinh-kiem-tra",
    "bien-ban-kiem-tra",
    "ket-luan-kiem-tra",
    "bien-ban-vi-pham",
    "giai-trinh",
    "trinh-ky-xu-phat",
    "ky-quyet-dinh-xu-phat",
    "tra-lai",
    "giao-quyet-dinh",
    "nop-phat",
    "thi-hanh",
    "ket-thuc",
];

const PAPERS: [&str; 5] =
    ["quyet-dinh-kiem-tra", "bien-ban-kiem-tra", "bien-ban-vi-pham-hanh-chinh", "quyet-dinh-xu-phat", "can-cu-phap-ly"];

/// The addresses that forms are posted to.
pub const FORMS: &[&str] = &[
    "huy-so",
    "dat-so-bat-dau",
    "xac-nhan-ma",
    "cai-ma-xac-thuc",
    "tao-ma-khoi-phuc",
    "doi-mat-khau",
    "ket-thuc-phien",
    "ket-thuc-phien-khac",
    "ket-thuc-phien-cong-chuc",
    "go-ma-xac-thuc",
    "lap-bao-cao",
    "buoc-bao-cao",
    "an-buoc-dau",
    "cap-khoa-api",
    "thu-hoi-khoa-api",
    "thu-hoi-thiet-bi",
    "rut-bien-ban-hien-truong",
    "so-khop",
    "rut-anh-co-so",
    "cach-doc-tep",
    "nhap-tiep",
    "chon-dong-trung",
    "hoan-tac-nhap",
    "lien-ket-doi-tuong",
    "thoi-lien-ket-doi-tuong",
    "gop-doi-tuong",
    "khac-doi-tuong",
    "so-khop-tiep",
    "tach-doi-tuong",
    "luu-dia-ban",
    "dat-trong-so-rui-ro",
    "luu-co-so",
    "ghi-nhan-co-so",
    "sua-doi-tuong",
    "mo-ho-so-nghiep-vu",
    "buoc-nghiep-vu",
    "ban-giao-nguon-tin",
    "giao-viec",
    "buoc-chi-dao",
    "neu-y-kien",
    "tra-loi-y-kien",
    "tao-lich-ca-nhan",
    "thu-hoi-lich",
    "lap-ke-hoach",
    "buoc-ke-hoach",
    "luu-bo-loc",
    "xoa-bo-loc",
    "giao-quyen-moi",
    "thoi-giao-quyen",
    "nap-danh-muc",
    "dung-danh-muc",
    "nhap-lich",
    "vao-tap-huan",
    "dang-nhap",
    "dang-xuat",
    "dat-mat-khau",
    "trinh-quyet-dinh-kiem-tra",
    "buoc",
    "dang-ky-doi-tuong",
    "them-tai-khoan",
    "cap-lien-ket",
    "khoa-tai-khoan",
    "them-don-vi",
];

/// The addresses that pages read from.
pub const READS: &[&str] = &[
    "so-van-ban",
    "tap-huan",
    "nhat-ky-don-vi",
    "cach-dang-nhap",
    "nua-dang-nhap",
    "den-co-quan",
    "tu-co-quan",
    "tai-khoan-cua-toi",
    "cai-ma-xac-thuc-mau",
    "ma-khoi-phuc",
    "nhat-ky-tai-khoan",
    "tu-kiem-tra",
    "nhat-ky",
    "dau-chuoi",
    "bao-cao-dinh-ky",
    "bao-cao-dinh-ky-moi",
    "bao-cao-dinh-ky-mot",
    "buoc-dau",
    "quy-trinh",
    "quy-trinh-ho-so",
    "su-dung",
    "khoa-api",
    "thiet-bi-hien-truong",
    "cung-cap-du-lieu",
    "anh-co-so",
    "nhap-du-lieu",
    "nhap-du-lieu-mot",
    "dang-ky-doi-tuong-mau",
    "doi-tuong-trung",
    "doi-tuong-trung-mot",
    "so-dia-ban",
    "so-dia-ban-mot",
    "phan-cong-dia-ban",
    "rui-ro",
    "trong-so-rui-ro",
    "ban-do",
    "co-so",
    "co-so-mau",
    "doi-tuong-lich-su",
    "doi-tuong-sua",
    "ho-so-nghiep-vu",
    "ho-so-nghiep-vu-cho",
    "ho-so-nghiep-vu-mot",
    "buoc-nghiep-vu-mau",
    "nguoi-cung-cap",
    "chi-dao",
    "chi-dao-mot",
    "chi-dao-moi",
    "y-kien",
    "lich-ca-nhan",
    "ke-hoach-cho",
    "ke-hoach",
    "ke-hoach-moi",
    "ke-hoach-mot",
    "dieu-hanh",
    "tra-cuu",
    "giao-quyen",
    "phien-ban",
    "phien-ban-mot",
    "lich-lam-viec",
    "danh-muc",
    "hanh-vi",
    "quan-tri",
    "tai-khoan",
    "draft",
    "lien-ket",
    "viec-cua-toi",
    "ho-so",
    "vu-viec",
    "mo-ho-so",
    "doi-tuong",
    "doi-tuong-mot",
    "bao-cao",
    "bao-cao-vu-viec",
    "tim-kiem",
];

/// Pages that need somebody signed in.
pub fn pages() -> Vec<String> {
    let mut pages: Vec<String> = [
        "/",
        "/ho-so",
        "/ho-so/mo",
        "/chi-dao",
        "/tai-khoan/lich",
        "/ke-hoach",
        "/ke-hoach/lap",
        "/thong-tin",
        "/thong-tin/tiep-nhan",
        "/bien-phap",
        "/bien-phap/lap",
        "/doi-tuong",
        "/doi-tuong/dang-ky",
        "/doi-tuong/trung",
        "/doi-tuong/trung/0",
        "/dia-ban",
        "/dia-ban/trong-so-rui-ro",
        "/dia-ban/33-03",
        "/dia-ban/33-03/phan-cong",
        "/dia-ban/33-03/rui-ro",
        "/dia-ban/33-03/ban-do",
        "/bao-cao",
        "/bao-cao/dinh-ky",
        "/bao-cao/dinh-ky/lap",
        "/quy-trinh",
        "/su-dung",
        "/thiet-bi-hien-truong",
        "/nhat-ky",
        "/tra-cuu",
        "/nhap-du-lieu",
        "/tim-kiem?q=ho",
        "/danh-muc",
        "/danh-muc/nd98-d15-k1",
        "/so-van-ban",
        "/tai-khoan",
        "/tai-khoan/ma-khoi-phuc",
        "/tai-khoan/nhat-ky",
        "/tai-khoan/nhat-ky/khong-co",
        "/tu-kiem-tra",
        "/dieu-hanh",
        "/dieu-hanh/man-hinh",
        "/chi-dao/giao",
        "/quan-tri",
        "/quan-tri/tai-khoan/them",
        "/quan-tri/don-vi/them",
        "/quan-tri/khoa-api",
        "/quan-tri/danh-muc",
        "/quan-tri/danh-muc/1",
        "/quan-tri/lich",
        "/quan-tri/tai-khoan/ksv1",
        "/giao-quyen",
        "/cung-cap-du-lieu",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push("/bao-cao/vu-viec?don-vi=33-01&ky=2026-11&chi-tieu=vi_pham".to_owned());
    pages.push("/quy-trinh/ho-so?don-vi=33-01&ky=2026-11&buoc=bien-ban".to_owned());
    pages.push(format!("/ho-so/{NOBODY}"));
    pages.push(format!("/doi-tuong/{NOBODY}"));
    pages.push(format!("/doi-tuong/{NOBODY}/sua"));
    pages.push(format!("/doi-tuong/{NOBODY}/lich-su"));
    pages.push(format!("/co-so/{NOBODY}"));
    pages.push(format!("/co-so/{NOBODY}/sua"));
    pages.push(format!("/co-so/{NOBODY}/rut-anh/1"));
    pages.push(format!("/co-so/them?doi-tuong={NOBODY}"));
    pages.push(format!("/chi-dao/{NOBODY}"));
    pages.push(format!("/bao-cao/dinh-ky/{NOBODY}"));
    pages.push(format!("/bao-cao/dinh-ky/{NOBODY}/in"));
    pages.push(format!("/ke-hoach/{NOBODY}"));
    pages.push(format!("/nhap-du-lieu/{NOBODY}"));
    pages.push(format!("/ke-hoach/{NOBODY}/in"));
    for list in ["/thong-tin", "/bien-phap"] {
        pages.push(format!("{list}/{NOBODY}"));
        pages.push(format!("{list}/{NOBODY}/giay/1"));
    }
    pages.push(format!("/thong-tin/{NOBODY}/de-xuat-kiem-tra"));
    pages.push(format!("/thong-tin/{NOBODY}/nguoi-cung-cap"));
    pages.push(format!("/bien-phap/{NOBODY}/nhat-ky"));
    pages.extend(["thu-tuc", "tang-vat", "muc-luc"].map(|page| format!("/ho-so/{NOBODY}/{page}")));
    pages.extend(STEPS.iter().map(|step| format!("/ho-so/{NOBODY}/{step}")));
    pages.extend(PAPERS.iter().map(|paper| format!("/ho-so/{NOBODY}/giay/{paper}")));
    pages
}

/// Pages for everybody, signed in, half signed in or not.
pub const PUBLIC: &[&str] = &[
    "/dang-nhap",
    "/dang-nhap/ma",
    "/dang-nhap/co-quan",
    "/dang-nhap/co-quan/ve",
    "/tai-khoan/ma-xac-thuc",
    "/khoi-tao",
    "/kiem-tra-van-ban/:code",
    "/tro-giup",
    "/tro-giup/:key",
    "/tap-huan",
];
