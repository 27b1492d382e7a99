//! What each figure means, in words for readers of another system, and how sure that is.

use super::{DERIVED, Figure, Measure};
use crate::catalogue::Mark;

/// On which ground the force reports; how sure a definition is, its own mark says.
pub const SOURCE: &str = "Thông tư 55/2020/TT-BCT";

/// What a figure counts, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    pub words: &'static str,
    pub mark: Mark,
}

const fn recalled(words: &'static str) -> Meaning {
    Meaning { words, mark: Mark::Recalled }
}

const fn unsure(words: &'static str) -> Meaning {
    Meaning { words, mark: Mark::Unsure }
}

/// What a figure means.
pub fn meaning(figure: Figure) -> Meaning {
    match figure {
        Figure::Measure(measure) => of(measure),
        Figure::Derived(derived) => match DERIVED.iter().position(|one| one.key == derived.key) {
            Some(0) => recalled("Tổ chức và cá nhân bị xử phạt, theo ngày quyết định"),
            Some(1) => Meaning {
                words: "Trị giá hàng tịch thu cộng trị giá hàng buộc tiêu hủy", mark: Mark::Seen
            },
            Some(2) => Meaning { words: "Tiền phạt cộng trị giá hàng hóa vi phạm", mark: Mark::Seen },
            _ => recalled(
                "Tiền phạt, tiền chậm nộp, tiền bán hàng tịch thu, số lợi bất hợp pháp đã nộp ngân sách, theo ngày nộp",
            ),
        },
    }
}

const fn of(measure: Measure) -> Meaning {
    match measure {
        Measure::Inspections => {
            recalled("Vụ đã kiểm tra, theo ngày biên bản kiểm tra; vụ phát hiện không qua kiểm tra tính một vụ")
        }
        Measure::Violations => {
            recalled("Vụ kiểm tra có vi phạm, theo ngày biên bản vi phạm hoặc quyết định xử phạt tại chỗ")
        }
        Measure::Handled => recalled(
            "Vụ có quyết định giải quyết đầu tiên: xử phạt, tịch thu hoặc khắc phục không xử phạt, chuyển hình sự; theo ngày quyết định",
        ),
        Measure::Acts => recalled("Hành vi trong quyết định xử phạt, theo ngày quyết định"),
        Measure::Organisations => recalled("Tổ chức bị xử phạt, theo ngày quyết định"),
        Measure::Individuals => recalled("Cá nhân, hộ kinh doanh bị xử phạt, theo ngày quyết định"),
        Measure::Fines => recalled("Tiền phạt theo quyết định, theo ngày quyết định"),
        Measure::FinesPaid => recalled("Tiền phạt đã nộp Kho bạc, theo ngày nộp"),
        Measure::ExhibitsValue => recalled("Trị giá tang vật trong biên bản vi phạm, theo ngày biên bản"),
        Measure::ConfiscatedValue => recalled("Trị giá hàng bị tịch thu, theo ngày quyết định"),
        Measure::Decisions => recalled("Quyết định xử phạt; quyết định đối với nhiều người tính cho từng người"),
        Measure::Minors => recalled("Cá nhân dưới 18 tuổi vào ngày vi phạm bị xử phạt, theo ngày quyết định"),
        Measure::Men => recalled("Nam bị xử phạt trong số cá nhân biết giới tính, theo ngày quyết định"),
        Measure::Women => recalled("Nữ bị xử phạt trong số cá nhân biết giới tính, theo ngày quyết định"),
        Measure::Warnings => recalled("Hành vi bị phạt cảnh cáo, theo ngày quyết định"),
        Measure::LicencesTaken => {
            recalled("Lượt tước quyền sử dụng giấy phép, chứng chỉ có thời hạn, theo ngày quyết định")
        }
        Measure::Suspensions => recalled("Lượt đình chỉ hoạt động có thời hạn, theo ngày quyết định"),
        Measure::Seizures => recalled("Vụ có quyết định tạm giữ tang vật, phương tiện, theo ngày quyết định"),
        Measure::ToPolice => recalled("Vụ đã bàn giao hồ sơ cho cơ quan điều tra, theo ngày biên bản bàn giao"),
        Measure::Prosecuted => recalled("Vụ cơ quan tố tụng đã khởi tố, theo ngày ghi nhận"),
        Measure::ToOthers => recalled("Vụ chuyển cơ quan khác có thẩm quyền, theo ngày văn bản chuyển"),
        Measure::Enforcements => recalled("Quyết định cưỡng chế thi hành, theo ngày quyết định"),
        Measure::Deferrals => recalled("Quyết định hoãn thi hành phạt tiền, theo ngày quyết định"),
        Measure::Reliefs => recalled("Quyết định giảm, miễn tiền phạt, theo ngày quyết định"),
        Measure::Complaints => recalled("Khiếu nại, theo ngày nhận đơn"),
        Measure::Suits => recalled("Vụ án hành chính, theo ngày nhận thông báo của tòa án"),
        Measure::Executed => recalled("Quyết định xử phạt đã thi hành xong mọi phần, theo ngày xong phần cuối"),
        Measure::LateInterest => recalled("Tiền chậm nộp phạt đã nộp, theo ngày nộp"),
        Measure::Recovered => {
            unsure("Số lợi bất hợp pháp, tiền bằng trị giá tang vật đã nộp lại, theo ngày nộp; không gồm thuế truy thu")
        }
        Measure::SaleProceeds => recalled("Tiền bán hàng tịch thu, theo ngày bán"),
        Measure::DestructionOrdered => unsure("Trị giá hàng buộc tiêu hủy, theo ngày quyết định"),
        Measure::Destroyed => unsure("Trị giá hàng tịch thu đã tiêu hủy, theo ngày biên bản tiêu hủy"),
        Measure::SoldValue => recalled("Trị giá hàng tịch thu đã bán, theo ngày bán"),
        Measure::HandedOver => {
            recalled("Trị giá hàng tịch thu đã chuyển giao cơ quan quản lý, sử dụng, theo ngày biên bản")
        }
        Measure::Pending => recalled("Vụ đã lập biên bản, chưa có quyết định đến hết ngày cuối kỳ"),
        Measure::Held => recalled("Vụ còn tạm giữ tang vật, phương tiện đến hết ngày cuối kỳ"),
        Measure::Unexecuted => recalled("Quyết định xử phạt chưa thi hành xong đến hết ngày cuối kỳ"),
        Measure::Owed => recalled("Tiền phạt đã quyết định còn phải nộp đến hết ngày cuối kỳ"),
        Measure::Unsold => recalled("Trị giá hàng tịch thu chưa xử lý đến hết ngày cuối kỳ"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_figure_has_words_of_its_own() {
        let words: BTreeSet<&str> = Figure::all().map(|figure| meaning(figure).words).collect();
        assert_eq!(words.len(), Figure::all().count());
    }
}
