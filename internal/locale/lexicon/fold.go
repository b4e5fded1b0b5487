package lexicon

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text into the one form in which words are compared: full-width to plain, lower case, no Latin accents,
// one form per Arabic letter, plain digits, no invisible characters.
func Fold(s string) string {
	var room [64]byte
	out := room[:0]
	for _, r := range s {
		out = appendFold(out, r)
	}
	if string(out) == s {
		return s // most words are in that form already, and share the text they stand in
	}
	return string(out)
}

// appendFold folds one character, which may become nothing (marks, controls) or several (ligatures).
func appendFold(out []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return appendASCII(out, byte(r))
	}
	if s, ok := special[r]; ok {
		return append(out, s...)
	}
	if invisible(r) || strippedMark(r) {
		return out
	}
	if d := digitValue(r); d >= 0 {
		return append(out, byte('0'+d))
	}
	if keepsMarks(r) {
		return appendCompatible(out, unicode.ToLower(r))
	}
	return appendLetter(out, r)
}

func appendASCII(out []byte, c byte) []byte {
	switch {
	case c == 0:
		return out
	case c >= 'A' && c <= 'Z':
		c += 'a' - 'A'
	}
	return append(out, c)
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

// appendCompatible turns full-width and other compatible forms into plain ones.
func appendCompatible(out []byte, r rune) []byte {
	if plain(r) {
		return utf8.AppendRune(out, r)
	}
	return append(out, norm.NFKC.String(string(r))...)
}

// plain knows the characters of everyday text that are their own plain form, which is most of what a text without spaces is made of.
func plain(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3 || r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FE || r >= 0xE01 && r <= 0xE5B && r != 0xE33
}

// appendLetter takes the accents off a letter.
func appendLetter(out []byte, r rune) []byte {
	if r < 0xC0 {
		return utf8.AppendRune(out, unicode.ToLower(r))
	}
	var one [utf8.UTFMax]byte
	parts := norm.NFKD.Properties(one[:utf8.EncodeRune(one[:], r)]).Decomposition()
	if parts == nil {
		return utf8.AppendRune(out, unicode.ToLower(r))
	}
	alone := utf8.RuneCount(parts) == 1
	for len(parts) > 0 {
		c, n := utf8.DecodeRune(parts)
		if parts = parts[n:]; alone || !strippedMark(c) {
			out = utf8.AppendRune(out, unicode.ToLower(c))
		}
	}
	return out
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
