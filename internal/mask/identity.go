package mask

import (
	"regexp"
	"strings"
)

// document is a national identity number: its form, the check that it must pass, and the words beside which it counts. A form with
// a good check digit needs no word (word is nil); one with a weak check or none needs it.
type document struct {
	form  *regexp.Regexp
	valid func(digits string) bool
	word  *regexp.Regexp
}

// form compiles a number's form; what stands before and after it is neither letter nor digit.
func form(expr string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^0-9a-z+#])(` + expr + `)(?:$|[^0-9a-z])`)
}

func always(string) bool { return true }

var documents = []document{
	{form(`[1-9][0-9]{5} ?(?:19|20)[0-9]{6} ?[0-9]{3}[0-9x]`), residentChina, nil},
	{form(`[0-9]{6} ?- ?[1-8][0-9]{6}`), bornKorea, nil},
	{form(`[0-9]{6} ?[1-8][0-9]{6}`), bornKorea, words([]string{`주민`, `외국인등록`})},
	{form(`[0-9]{3}\.[0-9]{3}\.[0-9]{3}[-/.][0-9]{2}`), cpf, nil},
	{form(`[0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}[- ]?[0-9]{2}`), cpf, words([]string{`cpf`})},
	{form(`[0-9]{2}\.[0-9]{3}\.[0-9]{3}/[0-9]{4}-?[0-9]{2}`), cnpj, nil},
	{form(`[0-9]{14}`), cnpj, words([]string{`cnpj`})},
	{form(`[0-9]{2}[. ]?[0-9]{3}[. ]?[0-9]{3}[- ]?[a-z]|[xyz][- ]?[0-9]{7}[- ]?[a-z]`), letterSpain, nil},
	{form(`[a-z]{6}[0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2}[a-z][0-9lmnpqrstuv]{3}[a-z]`), codeItaly, nil},
	{form(`[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-4][0-9]) ?(?:[0-9]{2}|2[ab]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}`), keyFrance, nil},
	{form(`[0-9]{3} ?[0-9]{3} ?[0-9]{3}`), always, words([]string{`nif`, `contribuinte`})},
	{form(`[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}`), always, words([]string{`steuer-?(?:id|nummer|identifikationsnummer|identnummer)`, `steuerliche`, `idnr`})},
	{form(`[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}`), always, words([]string{`my ?number`, `マイナンバー`, `個人番号`})},
	{form(`[12][0-9]{9}`), always, words([]string{`iqama`, `الهوي`, `هويت`, `هوية`, `الإقامة`, `إقامتي`, `الاقامة`, `السجل المدني`})},
	{form(`[1-8][- ][0-9]{4}[- ][0-9]{5}[- ][0-9]{2}[- ][0-9]`), checkThailand, nil},
	{form(`[1-8][- ]?[0-9]{4}[- ]?[0-9]{5}[- ]?[0-9]{2}[- ]?[0-9]`), checkThailand, words([]string{`บัตรประชาชน`, `ประชาชน`, `บัตรประจำตัว`, `เลขประจำตัว`, `thai id`})},
	{form(`[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}|[0-9]{9}`), always, words([]string{`cccd`, `cmnd`, `căn cước`, `chứng minh`, `can cuoc`})},
	{form(`[a-z][aeioux][a-z]{2}[0-9]{6}[hmx][a-z]{5}[0-9a-z][0-9]`), checkMexico, nil},
	{form(`[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}`), snils, nil},
	{form(`[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{2}`), snils, words([]string{`снилс`, `snils`})},
	{form(`[0-9]{2} ?[0-9]{2} ?(?:№|n)? ?[0-9]{6}`), always, words([]string{`паспорт\p{L}*`})},
	{form(`[0-9]{3}-[0-9]{2}-[0-9]{4}`), securityUS, nil},
	{form(`[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}`), securityUS, words([]string{`ssn`, `social security`})},
	{form(`[a-z]{0,2}[0-9]{6,9}`), always, words([]string{`passport (?:no|number|num|nr|is|#)\w*`, `护照`, `護照`, `パスポート番号`, `旅券`, `여권\s?번호`, `pasaporte`, `passaporte`, `passeport`, `reisepass\w*`, `passnummer`, `passaporto`,
		`جواز`, `หนังสือเดินทาง`, `พาสปอร์ต`, `hộ chiếu`})},
}

// identities finds the numbers of identity papers.
func identities(text string, _ []hidden) (found []hidden) {
	for _, d := range documents {
		for at := 0; at < len(text); {
			m := d.form.FindStringSubmatchIndex(text[at:])
			if m == nil {
				break
			}
			lo, hi := at+m[2], at+m[3]
			if d.counts(text, lo, hi) {
				found = append(found, hidden{lo: lo, hi: hi, kind: Identity})
			}
			at = hi
		}
	}
	return found
}

func (d document) counts(text string, lo, hi int) bool {
	if d.word != nil && !d.word.MatchString(before(text, lo, 48)) {
		return false
	}
	return d.valid(compact(text[lo:hi]))
}

// compact keeps letters, in upper case, and digits.
func compact(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if isDigit(s[i]) {
			b.WriteByte(s[i])
		} else if isLetter(s[i]) {
			b.WriteByte(s[i] &^ 0x20)
		}
	}
	return b.String()
}

// day says whether a month and a day can be.
func day(mm, dd string) bool { return mm >= "01" && mm <= "12" && dd >= "01" && dd <= "31" }

// residentChina is ISO 7064 mod 11-2 over seventeen digits (GB 11643).
func residentChina(s string) bool {
	const check = "10X98765432"
	return len(s) == 18 && day(s[10:12], s[12:14]) && check[weighted(s, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)%11] == s[17]
}

// bornKorea: since October 2020 the last digits are random, so the day of birth decides.
func bornKorea(s string) bool { return len(s) == 13 && day(s[2:4], s[4:6]) }

func repeated(s string) bool { return strings.Count(s, s[:1]) == len(s) }

func elevenless(sum int) byte {
	if r := sum % 11; r >= 2 {
		return byte('0' + 11 - r)
	}
	return '0'
}

func cpf(s string) bool {
	return len(s) == 11 && !repeated(s) && elevenless(weighted(s, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == s[9] && elevenless(weighted(s, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == s[10]
}

func cnpj(s string) bool {
	return len(s) == 14 && !repeated(s) && elevenless(weighted(s, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == s[12] &&
		elevenless(weighted(s, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == s[13]
}

// letterSpain is the letter of DNI and NIE.
func letterSpain(s string) bool {
	if len(s) != 9 {
		return false
	}
	number := s[:8]
	if i := strings.IndexByte("XYZ", s[0]); i >= 0 {
		number = string(byte('0'+i)) + s[1:8]
	}
	n := 0
	for i := range len(number) {
		n = n*10 + int(number[i]-'0')
	}
	return "TRWAGMYFPDXBNJZSQVHLCKE"[n%23] == s[8]
}

// codeItaly is the codice fiscale's last letter.
func codeItaly(s string) bool {
	const odd = "\x01\x00\x05\x07\x09\x0d\x0f\x11\x13\x15\x02\x04\x12\x14\x0b\x03\x06\x08\x0c\x0e\x10\x0a\x16\x19\x18\x17"
	sum := 0
	for i := range 15 {
		v := int(s[i] - 'A')
		if isDigit(s[i]) {
			v = int(s[i] - '0')
		}
		if i%2 == 0 {
			v = int(odd[v])
		}
		sum += v
	}
	return byte('A'+sum%26) == s[15]
}

// keyFrance is the key of the numéro de sécurité sociale; Corsica's letters count as digits.
func keyFrance(s string) bool {
	if len(s) != 15 {
		return false
	}
	s = strings.NewReplacer("2A", "19", "2B", "18").Replace(s)
	n := 0
	for i := range 13 {
		if !isDigit(s[i]) {
			return false
		}
		n = (n*10 + int(s[i]-'0')) % 97
	}
	return 97-n == int(s[13]-'0')*10+int(s[14]-'0')
}

func checkThailand(s string) bool {
	return len(s) == 13 && byte('0'+(11-weighted(s, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%10) == s[12]
}

// checkMexico is the last digit of the CURP.
func checkMexico(s string) bool {
	if !day(s[6:8], s[8:10]) {
		return false
	}
	const order = "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ"
	sum := 0
	for i := range 17 {
		sum += strings.IndexByte(order, s[i]) * (18 - i)
	}
	return byte('0'+(10-sum%10)%10) == s[17]
}

func snils(s string) bool {
	if len(s) != 11 || repeated(s) {
		return false
	}
	sum := weighted(s, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100
	return sum == int(s[9]-'0')*10+int(s[10]-'0')
}

// securityUS: some numbers were never given out.
func securityUS(s string) bool {
	return len(s) == 9 && s[:3] != "000" && s[:3] != "666" && s[0] != '9' && s[3:5] != "00" && s[5:] != "0000"
}
