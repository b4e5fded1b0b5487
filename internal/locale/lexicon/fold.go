package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text into the one form in which words are compared: full-width to plain, lower case, no Latin accents,
// one form per Arabic letter, plain digits, no invisible characters.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		b.WriteString(foldRune(r))
	}
	return b.String()
}

// foldRune folds one character; the result may be empty (marks, controls) or longer (ligatures).
func foldRune(r rune) string {
	if r < utf8.RuneSelf {
		return asciiFold(r)
	}
	if s, ok := special[r]; ok {
		return s
	}
	if invisible(r) || strippedMark(r) {
		return ""
	}
	if d := digitValue(r); d >= 0 {
		return digits[d : d+1]
	}
	if keepsMarks(r) {
		return norm.NFKC.String(string(unicode.ToLower(r)))
	}
	return foldLetter(r)
}

const (
	digits = "0123456789"
	ascii  = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f" +
		" !\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\x7f"
)

func asciiFold(r rune) string {
	if r == 0 {
		return ""
	}
	return ascii[r : r+1]
}

// special holds letters that Unicode does not decompose, and Arabic forms that people mix freely.
var special = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'ø': "o", 'Ø': "o", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'đ': "d", 'Đ': "d", 'ð': "d", 'ł': "l", 'Ł': "l",
	'ı': "i", 'ё': "е", 'Ё': "е", 'й': "й", 'Й': "й",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'ؤ': "و", 'ئ': "ي", 'ک': "ك", 'ی': "ي", 'ـ': "",
	'’': "'", '‘': "'", '`': "'", '´': "'", 'ʼ': "'", '–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '\u00a0': " ", '\u3000': " ",
	'℃': "°c", '℉': "°f", '٫': ".", '٬': ",", '،': ",", '؟': "?", '؛': ";", '。': ".", '、': ",",
}

func invisible(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF || r == 0xAD || r == utf8.RuneError
}

// strippedMark names the marks that writers leave out: Latin accents and Arabic vowel signs, but never Thai vowels.
func strippedMark(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x64B && r <= 0x65F || r == 0x670
}

func digitValue(r rune) int {
	switch {
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	case r >= '０' && r <= '９':
		return int(r - '０')
	case r >= '๐' && r <= '๙':
		return int(r - '๐')
	}
	return -1
}

func keepsMarks(r rune) bool { return Syllabic(r) || r >= 0xFF00 || r >= 0x2000 && r < 0x3400 }

func foldLetter(r rune) string {
	if r < 0xC0 {
		return string(unicode.ToLower(r))
	}
	s := norm.NFKD.String(string(r))
	if utf8.RuneCountInString(s) == 1 {
		first, _ := utf8.DecodeRuneInString(s)
		return string(unicode.ToLower(first))
	}
	var b strings.Builder
	for _, c := range s {
		if !strippedMark(c) {
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}

// Syllabic says whether r belongs to a script that is matched by substring because words are not set apart by spaces
// (Han, kana, Thai, Lao, Khmer, Burmese), or because particles cling to them (Hangul).
func Syllabic(r rune) bool {
	switch {
	case r < 0xE00, digitValue(r) >= 0:
		return false
	case r <= 0xEFF, r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF:
		return true
	case r >= 0x3040 && r <= 0x30FF, r >= 0x31F0 && r <= 0x31FF, r >= 0x3400 && r <= 0x4DBF, r >= 0x4E00 && r <= 0x9FFF:
		return true
	case r >= 0xAC00 && r <= 0xD7AF, r >= 0xF900 && r <= 0xFAFF, r >= 0xFF66 && r <= 0xFF9D, r >= 0x20000 && r <= 0x3134F, r == '々', r == '〇':
		return true
	}
	return false
}
