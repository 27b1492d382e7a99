#!/usr/bin/env python3
"""Writes passwords.txt: what people in this field are guessed to choose, folded, without spaces, sorted, one a line.

Where it comes from: written for this project from general knowledge. International words and phrases that every published list of leaked
passwords begins with; Vietnamese words, phrases, names and places of the same kind; words of the organisation; walks over the keyboard.
No leaked list was copied; PUBLISHED are the entries of 12 characters or more of the frequency list that zxcvbn publishes (MIT licence) which nothing
else here covers. The store compares a password with a line as it is, without the digits at its ends, and with digits and signs
read as letters, so no years and no "p4ssw0rd" stand here.

Run it in its folder after a change: python3 passwords.py
"""
import re
import unicodedata


def fold(text):
    text = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return re.sub(r"[^0-9a-z]", "", "".join(c for c in text if not unicodedata.combining(c)))


PUBLISHED = """
01telemike01 111222333444555 122333444455555 123123qweqwe 123456789qqq 123qwe456rty 123qweasdzxc 12qw34er56ty 1a2s3d4f5g6h 1q2w3e4r5t6y 1qa2ws3ed4rf
1qa2ws3ed4rf5tg 23176djivanfros 31217221027711 32615948worms 41d8cd98f00b 4815162342lost 59382113kevinp 89231243658s 89876065093rax a1s2d3f4g5h6
amadeusptfcor an83546921an13 andrewjackie antananarivu auckland2010 avrillavigne bltynbabrfwbz boy4u2ownnyc bpgjldsgjldthnf businessbabe
chickenwing101 christopher1 cjdthitycndj combat123654 contortionist corperfmonsy counterstrike devilmaycry4 digitalprodu dkflbvbhjdbx dkflbvbhjdyf
domainlock2005 finalfantasy fkmnthyfnbdf fktrcfylhjdbx fktrcfylhjdf fktrcfylhjdyf flvbybcnhfnjh frederiksberg fucktheworld fuckyoubitch fynfyfyfhbde
gfhjkmgfhjkm ghbdtnghbdtn ghbdtnrfrltkf ghhh47hj7649 ghjcnjgbpltw ghjcnjgfhjkm ghjcnjghjcnj ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt gjkysqgbpltw
greenlantern gtnhjpfdjlcr hd764nw5d7e1vb1 hedimaptfcor iampurehaha2 iloveboobies ingodwetrust installdevic installsqlst iseedeadpeople jamesbond007
justinbieber leavemealone lhbjkjubz2957704 lost4815162342 lytghjgtnhjdcr mailcreated5240 maprchem56458 massimiliano masterbaiting masterbating
masturbation maurolarastefy mevefalkcakk michaeljackson minnesotahp momsanaladventure morganstanley mortalkombat msorcloledbr needforspeed
nemvxyheqdd5oqxyxyzi networkingpe newproject2004 nhecsyfujkjdt nhfdvfnjkju123 nhfycajhvths nightcrawler nondriversig olcrackmaster ontheoutside
p030710pe4o paraklast1974 passwordstandard peanutbutter playstation2 playstation3 polniypizdec0211 polniypizdec110211 pornographic ptybnxtvgbjy
punksnotdead q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 qawsedrftgyh qaz123wsx456 qazwsxedcrfv qazwsxedcrfvtgb qwaszxerdfcv
qweasdzxc123 residentevil rfnthbyf1988 sanfrancisco saun24865709 schoolgirlie seemnemaailm sojdlg123aljg sonnenschein sonyericsson specialinsta
stickdaddy77 stinkyfinger stratocaster systemofadown thecakeisalie ticketmaster vanyarespekt vfhbyfvfhbyf vfrcbvvfrcbv vfvfvskfhfve vladimirovna
warhammer40k wazzkaprivet websolutions websolutionssu webuivalidat weihnachtsbau weihnachtsbaum whosyourdaddy xxxp455w0rd5 z1x2c3v4b5n6m7 zcfvfzkexifz
zqjphsyf6ctifgu zxcasdqwe123
""".split()

INTERNATIONAL = """
password passwort passw pass parola contrasena motdepasse senha heslo haslo admin administrator root toor user guest test tester testing demo default
changeme change letmein welcome welcomeback login logon access secret topsecret master server system manager supervisor support service service1 oracle
qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc abc abcd abcdef abcdefgh abcabc aaaa iloveyou ilovegod lovely love
lovelove loveyou loveme mylove babygirl babyboy baby sweetheart sweety sunshine princess princesa prince football baseball basketball soccer hockey golf
tennis dragon monkey tiger lion eagle falcon phoenix panther wolf bear shark dolphin turtle butterfly flower rose lily orchid lotus summer winter spring
autumn january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
michael jordan michelle jessica ashley daniel thomas andrew joshua matthew robert william richard charles george james john david anthony nicole amanda
jennifer hannah charlie maggie buster pepper ginger cookie chocolate cheese banana orange apple cherry strawberry coffee computer internet google facebook
youtube twitter instagram tiktok zalo telegram gmail yahoo hotmail outlook microsoft windows office excel word android iphone samsung nokia oppo vivo
xiaomi huawei sony toshiba dell lenovo asus acer intel amd linux ubuntu debian github docker kubernetes postgres mysql mongodb sqlserver redis nginx apache
tomcat jenkins wordpress drupal cisco router switch firewall wifi wireless network modem security private public family friends forever freedom liberty
peace hope faith trust trustno trustnoone nothing whatever whocares fuckyou fuckoff bullshit asshole bitch hello helloworld hellohello goodmorning
goodnight thankyou superman batman spiderman ironman starwars matrix pokemon naruto onepiece minecraft fortnite liverpool arsenal chelsea manchester
barcelona realmadrid juventus bayern ronaldo messi neymar ferrari porsche mercedes bmw toyota honda yamaha suzuki vinfast vision wave airblade exciter
sirius money dollar million rich lucky luckystar number one numberone winner champion killer hunter ranger soldier warrior knight king queen emperor legend
magic wizard shadow ghost angel devil heaven hell lucifer jesus christ buddha god blessed amen alleluia silver gold diamond pearl crystal blue green red
black white yellow purple pink color rainbow sky ocean river mountain island forest desert beach city london paris newyork tokyo berlin moscow rome
correcthorsebatterystaple correcthorse thequickbrownfox quickbrownfox iwanttobelieve maytheforcebewithyou tobeornottobe opensesame knockknock
iloveyouforever iloveyoumom iloveyousomuch ilovemyself ilovemyfamily ilovemylife iloveyoubaby mypassword mypasswordis yourpassword newpassword oldpassword
thisismypassword password1password passwordpassword passwordadmin adminadmin adminpassword adminpass rootroot useruser testtest guestguest welcomewelcome
temporary temppassword temp tmp initial firstlogin startup company enterprise business office365 helpdesk itsupport webmaster postmaster hostmaster
""".split()

VIETNAMESE = """
mật khẩu|mật khẩu mới|mật khẩu của tôi|mật khẩu của em|mật khẩu của anh|mật khẩu mặc định|mật khẩu cũ|mật khẩu máy tính|không có mật khẩu|quên mật khẩu|đổi mật khẩu
mật khẩu mạnh|mật khẩu bí mật|đây là mật khẩu|tôi quên mật khẩu|quản trị|quản trị hệ thống|quản trị viên|hệ thống|đăng nhập|tài khoản|người dùng|khách|thử nghiệm|chạy thử
xin chào|chào bạn|chào mừng|chào anh|chào em|chào buổi sáng|cảm ơn|xin cảm ơn|không biết|không nhớ|không có gì|tôi không biết|em không biết|hỏi làm gì|bí mật|tuyệt mật
anh yêu em|em yêu anh|anh yêu em nhiều|anh yêu em mãi mãi|em yêu anh nhiều|em yêu anh mãi mãi|tôi yêu bạn|mình yêu nhau|yêu em mãi mãi|yêu anh mãi mãi|yêu mẹ|yêu ba mẹ|con yêu mẹ|con yêu ba
con yêu bố mẹ|bố mẹ|ba mẹ|gia đình|gia đình tôi|gia đình là số một|gia đình hạnh phúc|hạnh phúc|mãi mãi|tình yêu|tình yêu của tôi|người yêu|người tình|vợ yêu|chồng yêu|vợ chồng|con trai|con gái
con yêu|bé yêu|em bé|cục cưng|cưng|công chúa|hoàng tử|nhớ em|nhớ anh|anh nhớ em|em nhớ anh|nhớ nhà|cô đơn|buồn|vui vẻ|vui|cuộc sống|cuộc đời|đời là bể khổ|sống là không chờ đợi|không bao giờ
tôi yêu việt nam|yêu việt nam|việt nam|việt nam vô địch|việt nam muôn năm|việt nam quê hương tôi|quê hương|tổ quốc|đất nước|dân tộc|độc lập|tự do|độc lập tự do hạnh phúc|cộng hòa xã hội chủ nghĩa việt nam
hồ chí minh|bác hồ|bác hồ kính yêu|bác hồ muôn năm|không có gì quý hơn độc lập tự do|đảng cộng sản|đảng cộng sản việt nam|võ nguyên giáp|quang trung|trần hưng đạo|lý thường kiệt|hai bà trưng|lê lợi
nguyễn trãi|nguyễn du|truyện kiều|hùng vương|lạc long quân|âu cơ|thánh gióng|sơn tinh|thủy tinh|cách mạng|chiến thắng|điện biên phủ|giải phóng miền nam|thống nhất|quốc khánh
cố lên|cố gắng|cố gắng lên|quyết tâm|thành công|thành đạt|may mắn|phát tài|phát lộc|phát tài phát lộc|tiền|nhiều tiền|tiền nhiều|giàu có|làm giàu|đại gia|trúng số|lộc phát|lộc|phát|an khang thịnh vượng
vạn sự như ý|sức khỏe|bình an|bình yên|an lành|chúc mừng năm mới|tết|tết nguyên đán|mùa xuân|mùa hè|mùa thu|mùa đông|trung thu|ngày mới|hôm nay|ngày mai|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật
a di đà phật|nam mô a di đà phật|phật tổ|quan âm|chúa giêsu|trời ơi|ông trời|thiên đường|thần tài|thổ địa|ông địa
con mèo|con chó|con gà|con lợn|con heo|con trâu|con bò|con ngựa|con voi|con rồng|rồng|con rắn|con khỉ|con chuột|con cá|con chim|bồ câu|đại bàng|sư tử|con hổ|con gấu|gấu|mèo|mèo con|chó con|gấu bông|thỏ con
hoa hồng|hoa mai|hoa đào|hoa sen|hoa lan|hoa cúc|hoa sữa|hoa phượng|hướng dương|cây tre|cây đa|bến nước|sân đình|mặt trời|mặt trăng|trăng|ngôi sao|bầu trời|biển xanh|biển|sông hồng|núi rừng|gió|mưa|nắng|cầu vồng
cà phê|cà phê sữa đá|trà sữa|trà đá|phở|phở bò|bún chả|bánh mì|cơm tấm|bia hơi|bia|rượu|thuốc lá|xe máy|ô tô|điện thoại|máy tính|internet|wifi|nhà|ngôi nhà|căn nhà|trường học|lớp học|thầy cô|bạn bè|bạn thân|học sinh|sinh viên
bóng đá|bóng đá việt nam|đội tuyển việt nam|u23 việt nam|công phượng|quang hải|văn hậu|sông lam nghệ an|hoàng anh gia lai|hà nội fc|sơn tùng|sơn tùng mtp|mỹ tâm|đàm vĩnh hưng|hồ ngọc hà|bằng kiều|karaoke
nhanh lên|đi thôi|về nhà|ngủ ngon|ăn cơm chưa|khỏe không|làm gì đấy|ai biết|không nói|đừng hỏi|đừng nhìn|đoán đi|đố biết|đố mày biết|mở ra|vừng ơi mở ra|mở cửa|vào đi|cho vào|ra đi|đi vào|thằng ngu|con điên|đồ ngốc|ngu ngốc
một hai ba|một hai ba bốn|một hai ba bốn năm|một hai ba bốn năm sáu|một hai ba bốn năm sáu bảy tám|số một|số không|không một hai ba|sáu sáu tám tám|tám tám tám tám
""".replace("\n", "|").split("|")

ORGANISATION = """
qltt|ins|ins qltt|quản lý thị trường|quản lý thị trường việt nam|cục quản lý thị trường|tổng cục quản lý thị trường|chi cục quản lý thị trường|đội quản lý thị trường|cán bộ quản lý thị trường|cục qltt
tổng cục qltt|tcqltt|chi cục qltt|ccqltt|đội qltt|qltt việt nam|dms|kiểm soát viên|kiểm soát viên thị trường|ksv|ksvtt|đội trưởng|phó đội trưởng|chi cục trưởng|phó chi cục trưởng|cục trưởng|phó cục trưởng
trưởng phòng|phó trưởng phòng|nhân viên|công chức|viên chức|cán bộ|thanh tra|pháp chế|thanh tra pháp chế|phòng thanh tra pháp chế|phòng tổng hợp|tổng hợp|văn phòng|văn thư|kế toán|thủ quỹ|thủ kho|lãnh đạo
xử lý vi phạm|xử lý vi phạm hành chính|vi phạm hành chính|vphc|xử phạt|xử phạt hành chính|biên bản|biên bản vi phạm|biên bản kiểm tra|quyết định|quyết định xử phạt|kiểm tra|kiểm tra thị trường|hàng giả|hàng nhái
hàng lậu|buôn lậu|chống buôn lậu|gian lận thương mại|chống hàng giả|ban chỉ đạo 389|bcđ389|tang vật|tạm giữ|tịch thu|tiêu hủy|ấn chỉ|hồ sơ|hồ sơ vụ việc|vụ việc|báo cáo|báo cáo tháng|địa bàn|cơ sở|thị trường
bộ công thương|bct|công thương|sở công thương|công thương việt nam|vụ thị trường|thương mại|nhà nước|cơ quan|cơ quan nhà nước|ủy ban nhân dân|ubnd|hành chính|chính phủ|kho bạc|thuế|hải quan|công an|quân đội|bộ đội
chính phủ điện tử|chuyển đổi số|một cửa|dịch vụ công|dịch vụ công quốc gia|định danh|vneid|chữ ký số|hệ thống ins|phần mềm ins|phần mềm|máy chủ|trung tâm|dữ liệu|cơ sở dữ liệu|trực tuyến|nội bộ|mạng nội bộ
""".replace("\n", "|").split("|")

PLACES = """
an giang|bà rịa vũng tàu|bà rịa|vũng tàu|bạc liêu|bắc giang|bắc kạn|bắc ninh|bến tre|bình định|bình dương|bình phước|bình thuận|cà mau|cần thơ|cao bằng|đà nẵng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai
hà giang|hà nam|hà nội|hà tĩnh|hải dương|hải phòng|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình
quảng nam|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa|thừa thiên huế|huế|tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|sài gòn|thành phố hồ chí minh|tphcm
hạ long|nha trang|đà lạt|phan thiết|phú quốc|quy nhơn|buôn ma thuột|pleiku|vinh|phủ lý|phố hiến|phố nối|mỹ hào|khoái châu|văn giang|văn lâm|yên mỹ|ân thi|kim động|tiên lữ|phù cừ|sa pa|móng cái|đồ sơn|cát bà|sầm sơn
cửa lò|hội an|tam kỳ|biên hòa|thủ đức|mỹ tho|long xuyên|rạch giá|châu đốc|cao lãnh|sa đéc|côn đảo|hoàng sa|trường sa|hoàng sa trường sa là của việt nam|cầu giấy|đống đa|hoàn kiếm|ba đình|thanh xuân|hà đông|long biên
tây hồ|hai bà trưng|hoàng mai|gia lâm|đông anh|sóc sơn|quận một|quận nhất|tân bình|tân phú|bình thạnh|gò vấp|phú nhuận|bình tân|nhà bè|củ chi|hóc môn|lê chân|ngô quyền|hồng bàng|kiến an|thủy nguyên|hồ gươm
hồ hoàn kiếm|hồ tây|chợ bến thành|chợ đồng xuân|bến thành|phong nha|tràng an|bái đính|yên tử|fansipan|mộc châu|tam đảo|ba vì|đền hùng|văn miếu|cột cờ|lăng bác|mũi né|cần giờ|bản đôn|đồng tháp mười|cửu long|sông hương|sông đà
""".replace("\n", "|").split("|")

FAMILY = "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn trịnh mai lương tô tạ".split()
MIDDLE = ["", "văn", "thị"]
GIVEN = """
anh an ánh bình bảo bích châu chi chiến cường công cúc dũng duy dung diệp đạt đức giang hà hải hằng hạnh hiền hiếu hoa hòa hoàng hồng huệ hùng hưng huy hương hường huyền khánh khoa kiên lan lâm liên linh loan long
lộc mai mạnh minh my nam nga ngân ngọc nguyên nhung như oanh phát phong phúc phương quân quang quyên quỳnh sơn tài tâm tân thái thanh thành thảo thắng thoa thịnh thu thúy thủy thương tiến toàn trang trí trinh trung tú tuấn tùng
tuyết uyên vân việt vinh vy xuân yến
""".split()

STEMS = "love baby angel boy girl cool mr miss pro vip no1 admin user test pass my the".split()

words = set()
for group in (PUBLISHED, INTERNATIONAL, VIETNAMESE, ORGANISATION, PLACES):
    words.update(fold(word) for word in group)
for place in PLACES:
    for before in ("tôi yêu ", "yêu ", "tp ", "tỉnh ", "qltt ", "quản lý thị trường ", "cục quản lý thị trường ", "chi cục quản lý thị trường ", "ksv ", "công an ", "quê tôi ", "admin "):
        words.add(fold(before + place))
    for behind in (" qltt", " que toi", " yeu dau", " city", " admin", " việt nam"):
        words.add(fold(place + behind))
for family in FAMILY:
    for middle in MIDDLE:
        for given in GIVEN:
            words.add(fold(family + middle + given))
for given in GIVEN:
    words.add(fold(given))
    for before in ("anh ", "em ", "chị ", "cô ", "chú ", "bác ", "bé ", "mr ", "ms ", "yêu ", "love ", "i love ", "anh yêu ", "em yêu ", "nhớ ", "my ", "mẹ ", "bố ", "vợ ", "chồng "):
        words.add(fold(before + given))
    for behind in (" đẹp trai", " xinh gái", " xinh đẹp", " dễ thương", " cute", " baby", " love", " vip", " pro", " qltt", " kute", " yêu", " số một"):
        words.add(fold(given + behind))
for word in list(INTERNATIONAL):
    for stem in STEMS:
        if len(word) > 3:
            words.add(fold(stem + word))
for organisation in ORGANISATION:
    for behind in (" việt nam", " admin", " mật khẩu", " password", " mới"):
        words.add(fold(organisation + behind))
for word in ("mật khẩu", "password", "pass", "admin", "qltt", "quản trị", "tài khoản"):
    for other in VIETNAMESE[:40] + ORGANISATION[:40] + PLACES[:64]:
        words.add(fold(word + other))

words = sorted(word for word in words if 3 <= len(word) <= 40 and not word.isdigit())
with open("passwords.txt", "w", encoding="ascii") as out:
    out.write("\n".join(words) + "\n")
print(len(words), "lines")
