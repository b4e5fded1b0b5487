package mask

import (
	"regexp"
	"strings"
)

// issuer is a range of first digits and the lengths that its cards have.
type issuer struct {
	from, to string
	shortest int
	longest  int
}

// issuers after ISO/IEC 7812 as the schemes publish them.
var issuers = []issuer{
	{"4", "4", 13, 19},           // Visa
	{"51", "55", 16, 16},         // Mastercard
	{"2221", "2720", 16, 16},     // Mastercard
	{"34", "34", 15, 15},         // American Express
	{"37", "37", 15, 15},         // American Express
	{"300", "305", 14, 19},       // Diners
	{"3095", "3095", 14, 19},     // Diners
	{"36", "36", 14, 19},         // Diners
	{"38", "39", 14, 19},         // Diners
	{"3528", "3589", 16, 19},     // JCB
	{"2131", "2131", 15, 15},     // JCB
	{"1800", "1800", 15, 15},     // JCB
	{"6011", "6011", 16, 19},     // Discover
	{"644", "649", 16, 19},       // Discover
	{"65", "65", 16, 19},         // Discover, RuPay
	{"62", "62", 16, 19},         // UnionPay
	{"81", "82", 16, 19},         // UnionPay, RuPay
	{"2200", "2204", 16, 19},     // Mir
	{"50", "50", 13, 19},         // Maestro, Elo, Verve, RuPay
	{"56", "58", 13, 19},         // Maestro
	{"60", "60", 16, 16},         // RuPay, Hipercard
	{"63", "63", 16, 19},         // Maestro, Elo
	{"67", "67", 13, 19},         // Maestro
	{"9792", "9792", 16, 16},     // Troy
	{"9704", "9704", 16, 19},     // Napas
	{"5078", "5078", 16, 16},     // Meeza
	{"308800", "309499", 16, 16}, // JCB, older
}

// issued says whether a scheme gives out cards with this beginning and length.
func issued(digits string) bool {
	for _, s := range issuers {
		if len(digits) >= s.shortest && len(digits) <= s.longest && digits[:len(s.from)] >= s.from && digits[:len(s.to)] <= s.to {
			return s.from != "4" || len(digits) == 13 || len(digits) == 16 || len(digits) >= 18
		}
	}
	return false
}

// group is an unbroken row of digits.
type group struct{ lo, hi int }

// groups splits a text into rows of digits that stand close to each other: up to three signs of those that people put between the
// digits of a card, or a line's end.
func groups(text string) (rows [][]group) {
	var row []group
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		lo := i
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		if len(row) > 0 && !joins(text[row[len(row)-1].hi:lo]) {
			rows, row = append(rows, row), nil
		}
		row = append(row, group{lo, i})
	}
	if row != nil {
		rows = append(rows, row)
	}
	return rows
}

func joins(gap string) bool {
	return len(gap) <= 4 && strings.Trim(gap, " -._/\\|\t\r\n,*:") == ""
}

// cards finds card numbers: a row of digits, or part of a row between its gaps, with an issuer's beginning, the right length and
// the right check digit.
func cards(text string, _ []hidden) (found []hidden) {
	for _, row := range groups(text) {
		for i := 0; i < len(row); i++ {
			if n := cardFrom(text, row[i:]); n > 0 {
				found = append(found, hidden{lo: row[i].lo, hi: row[i+n-1].hi, kind: Card, keep: 4})
				i += n - 1
			}
		}
	}
	return found
}

// cardFrom tells how many groups from the start of a row are a card number; the longest that fits.
func cardFrom(text string, row []group) (n int) {
	digits := ""
	for i, g := range row {
		digits += text[g.lo:g.hi]
		if len(digits) > 19 {
			break
		}
		if len(digits) >= 13 && issued(digits) && luhn(digits) && !otherwise(text, row[:i+1], digits) {
			n = i + 1
		}
	}
	return n
}

// otherwise says that a number which could be a card's is something else: part of a code, a phone number, an article number, or
// what its own words say it is.
func otherwise(text string, row []group, digits string) bool {
	lo, hi := row[0].lo, row[len(row)-1].hi
	if lo > 0 && (isLetter(text[lo-1]) || text[lo-1] == '+') || hi < len(text) && isLetter(text[hi]) && !strings.HasPrefix(strings.ToLower(text[hi:]), "cv") {
		return !cardWord.MatchString(before(text, lo, 40))
	}
	if cardWord.MatchString(around(text, lo, hi, 60)) {
		return false
	}
	if uneven(row) {
		return true
	}
	if len(row) == 1 && (parcelWord.MatchString(before(text, lo, 40)) || len(digits) == 13 && ean(digits)) {
		return true
	}
	return len(digits) == 13 && phoneWord.MatchString(before(text, lo, 30))
}

// uneven groups are no card's: people write 4-4-4-4, 4-6-5, 4-6-4, 6-13 or one to a line, never a list of prices or a phone number. A
// single digit in each group is how people try to hide one.
func uneven(row []group) bool {
	small := 0
	for _, g := range row[:len(row)-1] {
		if n := g.hi - g.lo; n == 2 || n == 3 {
			small++
		}
	}
	return small > 2 && small < len(row)-1
}

// before is what stands in the same passage before a place, at most n bytes.
func before(text string, at, n int) string { return text[max(0, at-n):at] }

func around(text string, lo, hi, n int) string {
	return text[max(0, lo-n):lo] + " " + text[hi:min(len(text), hi+n)]
}

var (
	cardWord = words(`(?:credit|debit)[ -]?card`, `cards?(?:\b|$)`, `visa`, `master ?card`, `maestro`, `amex`, `american express`, `unionpay`, `jcb`, `cvv`, `cvc`,
		`信用卡`, `银行卡`, `銀行卡`, `借记卡`, `卡号`, `银联`, `カード番号`, `クレジットカード`, `カード`, `카드`, `tarjeta`, `cart[ãa]o`, `carte (?:bancaire|bleue|de cr[ée]dit)`, `num[ée]ro de (?:ma )?carte`,
		`kreditkarte`, `kartennummer`, `carta di credito`, `numero (?:della )?carta`, `карт[аыуе]`, `بطاقة`, `بطاقتي`, `بطاقه`, `บัตรเครดิต`, `หมายเลขบัตร`, `เลขบัตร`, `บัตรเดบิต`, `thẻ`, `số thẻ`)
	parcelWord = words(`track(?:ing)?`, `shipment`, `parcel`, `waybill`, `consignment`, `order`, `invoice`, `ticket`, `serial`, `imei`, `barcode`, `ean`, `gtin`, `isbn`, `sku`, `ref(?:erence)?`,
		`订单`, `单号`, `運單`, `运单`, `快递`, `物流`, `條碼`, `条码`, `注文`, `追跡`, `伝票`, `問い合わせ番号`, `お問合せ番号`, `주문`, `송장`, `운송장`, `pedido`, `seguimiento`, `rastre\w*`, `encomenda`, `gu[íi]a`, `suivi`, `commande`, `colis`,
		`sendung\w*`, `bestell\w*`, `paket\w*`, `auftrag\w*`, `spedizione`, `ordine`, `tracciamento`, `pacco`, `заказ\p{L}*`, `трек\p{L}*`, `отправлени\p{L}*`, `посылк\p{L}*`, `الطلب`, `طلب`, `طلبي`, `الشحنة`, `شحنة`, `التتبع`, `تتبع`,
		`พัสดุ`, `คำสั่งซื้อ`, `ออเดอร์`, `ติดตาม`, `đơn hàng`, `mã đơn`, `vận đơn`, `theo dõi`, `đơn`)
	phoneWord = words(`phone`, `tel`, `mobile`, `call`, `whats ?app`, `电话`, `手机`, `電話`, `携帯`, `전화`, `휴대폰`, `tel[ée]fono`, `telefone`, `celular`, `t[ée]l[ée]phone`, `telefon`, `handy`, `cellulare`, `телефон\p{L}*`, `هاتف\p{L}*`, `جوال\p{L}*`, `رقمي`, `โทร`, `เบอร์`, `điện thoại`, `sđt`)
)

// words matches any of them as a word in scripts with spaces, anywhere in those without.
func words(list ...string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + anyOf(list...)) }

// anyOf is the alternation of words; one that begins with a Latin letter must not begin in the middle of another word.
func anyOf(list ...string) string {
	var latin, other []string
	for _, w := range list {
		if first := strings.TrimLeft(w, "(?:["); first[0] < 0x80 {
			latin = append(latin, w)
		} else {
			other = append(other, w)
		}
	}
	var parts []string
	if len(latin) > 0 {
		parts = append(parts, `\b(?:`+strings.Join(latin, "|")+`)`)
	}
	return `(?:` + strings.Join(append(parts, other...), "|") + `)`
}
