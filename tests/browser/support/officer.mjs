// What an officer does: signing in, registering a party, and each step of a case, through the pages as they stand.
//
// Each action fills in one form the way a person does and posts it. Must not know what a test expects of the answer.

import { BASE, Visitor } from "./browser.mjs";

export { BASE, Visitor };

/** Password of every demo account. */
const PASSWORD = process.env.INS_DEMO_PASSWORD ?? "chợ phố hiến 1872";

/** How many days the system's clock runs ahead of this machine's. */
let daysAhead = 0;

/** Goes on so many days later; the host must have gone too. */
export function travel(days) {
  daysAhead = days;
}

/** Today in Vietnam as officers write it. */
export function today(shift = 0) {
  const [year, month, day] = new Date(Date.now() + 7 * 3_600_000 + (daysAhead + shift) * 86_400_000).toISOString().slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}

/** The time of day in Vietnam, to the minute. */
export function clock() {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(11, 16);
}

let drawn = 0;

/** A figure that no earlier run has used. */
export function fresh() {
  drawn += 1;
  return `${Date.now()}${process.pid}${drawn}`;
}

/** A citizen number of Hưng Yên that no earlier run has used. */
export function citizenId() {
  return `033${fresh().slice(-10).padStart(9, "0").slice(-9)}`;
}

/** Signs in on the page that asks for it. */
export async function signIn(visitor, account, password = PASSWORD) {
  const { page } = visitor;
  if (!page.url().startsWith(`${BASE}/dang-nhap`)) await visitor.open("/dang-nhap");
  await page.getByLabel("Tên đăng nhập").fill(account);
  await page.getByLabel("Mật khẩu").fill(password);
  await visitor.press("Đăng nhập");
}

/** Fills in fields by name; a radio button or check box by `true`-like value of its own. */
export async function fill(visitor, answers, form = visitor.page.locator("main")) {
  for (const [name, value] of Object.entries(answers)) {
    const control = form.locator(`[name="${name}"]`);
    const kind = await control.first().evaluate((element) => element.type ?? "");
    if (kind === "radio" || kind === "checkbox") {
      // A person presses the words; the box itself lies under them.
      for (const one of [value].flat()) await form.locator(`[name="${name}"][value="${one}"] + label`).click();
    } else if (kind === "select-one") {
      await control.selectOption(value);
    } else {
      await control.fill(value);
    }
  }
}

/** Ticks boxes of a group by its legend and their words. */
export async function tick(visitor, legend, words) {
  const group = visitor.page.locator("main fieldset").filter({ has: visitor.page.locator("legend", { hasText: legend }) }).last();
  for (const label of words) await group.locator("label", { hasText: label }).click();
}

/** What stands in the fields now. */
export async function typed(visitor, names) {
  const values = {};
  for (const name of names) {
    const control = visitor.page.locator(`main [name="${name}"]`);
    const kind = await control.first().evaluate((element) => element.type);
    values[name] =
      kind === "radio" || kind === "checkbox"
        ? await visitor.page.locator(`main [name="${name}"]:checked`).evaluateAll((list) => list.map((one) => one.value).join(","))
        : await control.inputValue();
  }
  return values;
}

/** Registers a household business with one establishment and answers its address. */
export async function registerHousehold(visitor, name) {
  await visitor.open("/doi-tuong/dang-ky");
  await fill(visitor, {
    kind: "household-business",
    name,
    citizen_id: citizenId(),
    address: "Số 12 đường Điện Biên, phường Phố Hiến, tỉnh Hưng Yên",
    phone: "0900 000 123",
    representative: "Trần Văn Bình",
    representative_title: "Chủ hộ",
    establishment_name: `Cửa hàng ${name}`,
    business: "Quần áo may sẵn",
  });
  await visitor.press("Đăng ký");
  // Another run may have registered nearly the same name at the same address.
  if (await visitor.page.locator('main [name="confirmed"]').count()) {
    await visitor.page.locator('main [name="confirmed"] + label').click();
    await visitor.press("Đăng ký");
  }
  return new URL(visitor.page.url()).pathname;
}

/** Opens a case for a party from an inspection decision and answers its address. */
export async function openCase(visitor, party, { members = [], ...answers } = {}) {
  await visitor.open(`/ho-so/mo?doi-tuong=${party.split("/").pop()}`);
  await tick(visitor, "Thành viên đoàn", members);
  await fill(visitor, { basis: "Đề xuất kiểm tra ngày 20/11/2026, nguồn tin quản lý địa bàn", ...answers });
  await visitor.press("Trình ký quyết định kiểm tra");
  return new URL(visitor.page.url()).pathname;
}

/** Signs the inspection decision of a case. */
export async function signInspection(visitor, file) {
  await visitor.open(`${file}/ky-quyet-dinh-kiem-tra`);
  await visitor.press("Ký quyết định kiểm tra");
}

/** The answers of an inspection record, taken now. */
export function inspectionRecord() {
  return {
    announced_date: today(),
    announced_time: clock(),
    finished_date: today(),
    finished_time: clock(),
    findings: "Cửa hàng bày bán áo khoác và giày thể thao không có hóa đơn, chứng từ chứng minh nguồn gốc nhập khẩu.",
    violation_found: "yes",
    signature: "signed",
  };
}

/** Writes the inspection record of a case. */
export async function recordInspection(visitor, file, answers = {}) {
  await visitor.open(`${file}/bien-ban-kiem-tra`);
  await fill(visitor, { ...inspectionRecord(), ...answers });
  await visitor.press("Lập biên bản kiểm tra");
}

/** Two lines of smuggled goods: 120 × 450.000 + 40 × 625.000 = 79.000.000 đồng. */
export const GOODS = {
  "exhibits.0.name": "Áo khoác nam nhãn hiệu nước ngoài",
  "exhibits.0.unit": "cái",
  "exhibits.0.quantity": "120",
  "exhibits.0.unit_price": "450.000",
  "exhibits.0.origin": "Nước ngoài",
  "exhibits.0.condition": "Mới",
  "exhibits.1.name": "Giày thể thao",
  "exhibits.1.unit": "đôi",
  "exhibits.1.quantity": "40",
  "exhibits.1.unit_price": "625.000",
  "exhibits.1.origin": "Nước ngoài",
  "exhibits.1.condition": "Mới",
};

/** The answers of a violation record: dealing in smuggled goods (điều 15 khoản 1 Nghị định 98/2020/NĐ-CP). */
export function violationRecord() {
  return {
    made_date: today(),
    made_time: clock(),
    "acts.0.behaviour": "nd98-d15-k1",
    "acts.0.description": "Kinh doanh 120 áo khoác và 40 đôi giày thể thao nhập lậu tại cửa hàng",
    "acts.0.committed_on": today(),
    ...GOODS,
    signature: "signed",
  };
}

/** Writes the violation record of a case. */
export async function recordViolation(visitor, file, answers = {}) {
  await visitor.open(`${file}/bien-ban-vi-pham`);
  await fill(visitor, { ...violationRecord(), ...answers });
  await visitor.press("Lập biên bản vi phạm hành chính");
}

/** Carries out a procedure of a case: what the form suggests, with these answers in its place. */
export async function proceed(visitor, file, key, answers = {}) {
  await visitor.open(`${file}/${key}`);
  await fill(visitor, answers);
  const button = visitor.page.locator("main form button[type=submit]:not([name=again])").last();
  await visitor.press((await button.innerText()).trim());
}
