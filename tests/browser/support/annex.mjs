// What the annexes ask of a form, in our own words, each with the pattern by which a filled sheet shows it; `null` where the
// product does not ask it at all.

const PARTY = [
  ["name of the party", /Đặng Hữu Phước/],
  ["address", /Nguyễn Văn Linh/],
  ["tax or registration number", /0100109106/],
  ["date and place of registration", /12\/03\/2019.*Sở Tài chính/],
  ["representative, sex, title", /giới tính: Nam.*Chức danh: Giám đốc/],
];
const GOODS = [
  ["goods: name, unit, quantity", /Bánh quy bơ.*hộp.*70/],
  ["kind, brand, origin", /Hộp thiếc 680 g, Thái Lan/],
  ["condition", /Còn nguyên/],
  ["unit price and value", /14\.700\.000|13\.300\.000/],
];
const RECORD = [
  ["time and place", /[Hh]ồi \d\d giờ \d\d phút, ngày .* tại /],
  ["copies, read out, handed over", /lập thành 02 bản .* 01 bản/],
  ["number of pages", null],
  ["time of the end", null],
];
const PEOPLE = [
  ["who wrote it", /NGƯỜI LẬP BIÊN BẢN/],
  ["who was present, witness", /Lê Thị Bưởi/],
  ["opinions", /Ý kiến/],
];
const DECISION = [
  ["grounds", /Căn cứ/],
  ["in force from", /có hiệu lực kể từ ngày ký/],
  ["recipients", /Nơi nhận/],
  ["signature and seal", /\(Ký, đóng dấu\)/],
];

export const ANNEX = {
  "quyet-dinh-kiem-tra": {
    list: 2,
    fields: [
      ["grounds: ordinance, circular, plan or proposal", /Pháp lệnh Quản lý thị trường.*27\/2020.*Đề xuất/],
      ...PARTY,
      ["place of the inspection", /Địa điểm kiểm tra:/],
      ["contents", /Nội dung kiểm tra: ?- /],
      ["business period inspected", /Giai đoạn kiểm tra:/],
      ["working days", /Thời hạn kiểm tra: \d\d ngày làm việc/],
      ["team: names, titles, cards", /Thẻ kiểm tra thị trường số 33-0115 – Trưởng đoàn/],
      ["joint agencies", null],
      ["duties and powers of the team", /Đoàn kiểm tra có nhiệm vụ/],
      ...DECISION.slice(1),
      ["announced at, received by (filled in by hand)", null],
    ],
  },
  "bien-ban-kiem-tra": {
    list: 3,
    fields: [
      ...RECORD.slice(0, 3),
      ["time of the end", /Việc kiểm tra kết thúc hồi/],
      ["inspection decision", /Căn cứ Quyết định kiểm tra số/],
      ["team: names, titles, cards", /Thẻ kiểm tra thị trường số 33-0115/],
      ["joint agencies", null],
      ["witness", /Người chứng kiến: Lê Thị Bưởi/],
      ...PARTY,
      ["decision announced, card shown", /xuất trình Thẻ kiểm tra thị trường, công bố/],
      ["results by content", /Kết quả kiểm tra:/],
      ["measures taken, papers made", null],
      ["opinion of the party", /Ý kiến của đối tượng/],
      ["opinion of joint agency and witness", null],
      ["findings and proposals of the team", /Nhận xét, kiến nghị/],
      ["signatures of every side", /TRƯỞNG ĐOÀN KIỂM TRA/],
    ],
  },
  "bien-ban-vi-pham-hanh-chinh": {
    list: 4,
    fields: [
      ...RECORD,
      ["ground: inspection record", /Biên bản kiểm tra số/],
      ["maker, title, unit", /Người lập biên bản:.*Cơ quan:/],
      ["witness or commune", /Với sự chứng kiến của:/],
      ["interpreter", null],
      ...PARTY,
      ["acts: what, when, where", /Thời gian: ngày .* Địa điểm:/],
      ["provision of law", /Quy định tại: điểm/],
      ["damaged party", null],
      ["opinion of the violator", /Ý kiến trình bày của/],
      ["opinion of witness and damaged party", null],
      ["measures taken", null],
      ...GOODS,
      ["right to explain, where there is one: periods, to whom, address", /05 ngày làm việc.*02 ngày làm việc.*địa chỉ:/],
      ["summons to come: day, place", null],
      ["order to stop", /chấm dứt ngay hành vi/],
      ["signatures", /ĐẠI DIỆN TỔ CHỨC VI PHẠM.*NGƯỜI CHỨNG KIẾN.*NGƯỜI LẬP BIÊN BẢN/],
    ],
  },
  "quyet-dinh-xu-phat": {
    list: 12,
    fields: [
      ["law with articles, decrees, record", /Điều 57, Điều 68.*118\/2021.*98\/2020.*Biên bản vi phạm hành chính số/],
      ["verification, hearing, experts", /Căn cứ kết quả xác minh/],
      ...PARTY,
      ["acts with provision", /Quy định tại: điểm/],
      ["aggravating, mitigating", /Tình tiết tăng nặng:|Tình tiết giảm nhẹ:/],
      ["fine in figures and words", /Mức tiền phạt: .* đồng \(Bằng chữ:/],
      ["confiscation with goods", /Tịch thu toàn bộ tang vật.*Bánh quy bơ/],
      ["remedies, period, costs", /Biện pháp khắc phục hậu quả:.*Thời hạn thực hiện.*chi phí/],
      ["total", /Tổng mức tiền phạt:/],
      ["served on, ten days", /Giao cho ông \(bà\).*10 ngày/],
      ["Treasury, account", /Kho bạc Nhà nước.*tài khoản số/],
      ["collecting agency code, fine identifier", null],
      ["enforcement, 0.05 % a day", /cưỡng chế.*0,05.%\/ngày/],
      ["complaint, lawsuit", /khiếu nại hoặc khởi kiện/],
      ["executing unit", /để tổ chức thực hiện/],
      ...DECISION.slice(1),
      ["receipt of service on the back (own record in the product)", null],
    ],
  },
  "lam-viec": { list: 5, fields: [...RECORD, ...PEOPLE, ...PARTY, ["contents", /Nội dung làm việc/]] },
  "dinh-gia": {
    list: 6,
    fields: [...RECORD, ["council", /Quyết định số 15/], ...PEOPLE, ...PARTY, ...GOODS, ["basis of the price", /Căn cứ xác định giá/], ["total in words", /Bằng chữ/]],
  },
  "xac-minh-tinh-tiet": {
    list: 7,
    fields: [...RECORD, ["violation record", /Biên bản vi phạm hành chính số/], ...PEOPLE, ...PARTY, ["act, fault, person", /lỗi|nhân thân/], ["circumstances", /[Tt]ình tiết/], ["damage", /thiệt hại/], ["papers attached", /kèm theo/]],
  },
  "tam-giu": {
    list: 8,
    fields: [["Luật Điều 125", /Điều 125/], ["violation record", /[Bb]iên bản vi phạm hành chính số/], ["reason", /Lý do|Để xác minh/], ...PARTY, ...GOODS, ["period", /Thời hạn tạm giữ: \d+ ngày/], ["place kept", /Kho tang vật/], ["sealing", /[Nn]iêm phong/], ["keeper", /Nguyễn Văn Hải/], ["complaint", /khiếu nại/], ...DECISION],
  },
  "bien-ban-tam-giu": {
    list: 9,
    fields: [...RECORD, ["seizure decision", /Quyết định/], ...PEOPLE, ...PARTY, ...GOODS, ["vehicles: plates, numbers", /89C-123\.45/], ["sealing", /[Nn]iêm phong/], ["keeper", /Nguyễn Văn Hải/]],
  },
  "niem-phong": { list: 10, fields: [...RECORD, ...PEOPLE, ...GOODS, ["numbers of the seals", /QLTT33-000125/], ["where they stick", /Miệng từng thùng/], ["keeper", /Nguyễn Văn Hải/]] },
  "mo-niem-phong": { list: 10, fields: [...RECORD, ...PEOPLE, ...GOODS, ["seals before opening", /Còn nguyên vẹn/]] },
  "xu-phat-khong-lap-bien-ban": {
    list: 11,
    fields: [["Luật Điều 56", /Điều 56/], ...PARTY, ["act, provision", /Điều 13 Nghị định|hành vi/i], ["fine in figures and words", /400\.000 đồng \(Bằng chữ/], ["place of payment, ten days", /Kho bạc|nộp/], ["enforcement", /cưỡng chế/], ["complaint", /khiếu nại/], ...DECISION],
  },
  "bien-ban-tich-thu": { list: 13, fields: [...RECORD, ["sanction decision", /Quyết định/], ...PEOPLE, ...PARTY, ...GOODS, ["compared with the seizure", /[Ss]o với lúc tạm giữ/], ["where they go", /Kho tang vật/]] },
  "tieu-huy": { list: 14, fields: [...RECORD, ["decision", /Quyết định/], ["council", /[Hh]ội đồng/], ...PEOPLE, ...GOODS, ["method, place", /Biện pháp:.*địa điểm:/], ["result, photographs", /Kết quả/], ["cost", /[Cc]hi phí/]] },
  "tra-lai": { list: 15, fields: [["reason", /Lý do/], ...PARTY, ...GOODS, ["to be fetched before", /Thời hạn đến nhận/], ...DECISION] },
  "bien-ban-tra-lai": { list: 15, fields: [...RECORD, ["decision", /Quyết định/], ...PEOPLE, ...PARTY, ...GOODS] },
  "bang-ke": { list: 16, fields: [["attached to which paper", /kèm theo.*số/], ...GOODS, ["sum of lines and value in words", /Cộng 2 khoản.*Bằng chữ/], ["signatures", /NGƯỜI LẬP BIÊN BẢN/]] },
};
