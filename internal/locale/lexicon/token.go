package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TokenKind tells what a token is made of.
type TokenKind uint8

// The kinds of token.
const (
	Word     TokenKind = iota // letters of a script with spaces
	Number                    // 30, 1,299.00
	Code                      // letters and digits: E4, PL-10023
	Syllable                  // one character of a script without spaces
)

// Token is one piece of a text; Start and End are byte offsets into the text as it was given.
type Token struct {
	Text       string // folded
	Start, End int
	Kind       TokenKind
	Glued      bool // follows the token before without a gap
	Stop       bool // a function word of its language: carries no content
	Known      bool // some concept covers it
	Glossed    bool // no concept covers it, but its meaning in English is known
}

// maxTokens bounds the work that one text can cause.
const maxTokens = 20000

// Tokens cuts text into folded tokens.
func Tokens(text string) []Token { return appendTokens(make([]Token, 0, len(text)/5+4), text) }

// appendTokens lets a caller with many short texts use one buffer for all.
func appendTokens(out []Token, text string) []Token {
	for i := 0; i < len(text) && len(out) < maxTokens; {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case Syllabic(r):
			out = appendFolded(out, text, i, i+n, Syllable)
			i += n
		case wordRune(r):
			if n := hyphened(text, i); n > 0 {
				out = appendFolded(out, text, i, i+n, Code)
				out[len(out)-1].Text = strings.ReplaceAll(out[len(out)-1].Text, "-", "")
				i += n
				continue
			}
			end := wordEnd(text, i)
			out = splitWord(out, text, i, end)
			i = end
		default:
			i += n
		}
	}
	return out
}

// hyphened is the length of a code that is written with a hyphen before its number: E-14, 3DS-20. Customers leave the hyphen out, so the
// token has none.
func hyphened(text string, at int) int {
	if before, _ := utf8.DecodeLastRuneInString(text[:at]); wordRune(before) && at > 0 || before == '-' {
		return 0
	}
	s, letters, i := text[at:], 0, 0
	for ; i < len(s) && i < 5 && (isASCIILetter(s[i]) || s[i] >= '0' && s[i] <= '9'); i++ {
		if isASCIILetter(s[i]) {
			letters++
		}
	}
	if letters == 0 || letters > 3 || i >= len(s) || s[i] != '-' {
		return 0
	}
	i++
	first := i
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
	}
	next, _ := utf8.DecodeRuneInString(s[i:])
	if i == first || i-first > 3 || i < len(s) && (wordRune(next) || next == '-') {
		return 0
	}
	return i
}

func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func wordRune(r rune) bool {
	return r != utf8.RuneError && !Syllabic(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == 'ـ')
}

// wordEnd runs over letters and digits, and over the joiners that belong to a word: an apostrophe or invisible character
// between letters, a point or comma between digits.
func wordEnd(text string, i int) int {
	last := rune(0)
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			next, _ := utf8.DecodeRuneInString(text[i+n:])
			if !joins(last, r, next) {
				return i
			}
		}
		if !invisible(r) {
			last = r
		}
		i += n
	}
	return i
}

func joins(last, r, next rune) bool {
	if !wordRune(next) || r == utf8.RuneError {
		return false
	}
	switch r {
	case '\'', '’', 'ʼ':
		return unicode.IsLetter(last) && unicode.IsLetter(next)
	case '.', ',', '٫', '٬':
		return unicode.IsDigit(last) && unicode.IsDigit(next)
	}
	return invisible(r)
}

// splitWord turns one raw word into tokens: an elided article is cut off (l'ordine), an English ending is kept (don't),
// a unit that sticks to its number is cut off (30days).
func splitWord(out []Token, text string, start, end int) []Token {
	at := strings.IndexAny(text[start:end], "'’ʼ")
	if at <= 0 {
		return splitDigits(out, text, start, end)
	}
	// A telephone writes ’, which is three bytes: only what follows the sign says how long the ending is.
	_, n := utf8.DecodeRuneInString(text[start+at:])
	if end-start-at-n <= 3 {
		return splitDigits(out, text, start, end)
	}
	out = splitDigits(out, text, start, start+at)
	return splitDigits(out, text, start+at+n, end)
}

func splitDigits(out []Token, text string, start, end int) []Token {
	if n := clitic(text[start:end]); n > 0 {
		return splitDigits(appendFolded(out, text, start, start+n, Word), text, start+n, end)
	}
	number, letters, mixed := start, false, false
	for i, r := range text[start:end] {
		digit := unicode.IsDigit(r) || r == '.' || r == ',' || r == '٫' || r == '٬'
		switch {
		case digit && letters:
			mixed = true
		case digit:
			number = start + i + utf8.RuneLen(r)
		default:
			letters = true
		}
	}
	switch {
	case mixed:
		return appendFolded(out, text, start, end, Code)
	case !letters:
		return appendFolded(out, text, start, end, Number)
	case number > start:
		out = appendFolded(out, text, start, number, Number)
		return appendFolded(out, text, number, end, Word)
	}
	return appendFolded(out, text, start, end, Word)
}

// clitic is the length of an Arabic conjunction or preposition that is written onto a number (و250: "and 250").
func clitic(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("وفبلك", r) || n >= len(s) {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(s[n:]); !unicode.IsDigit(next) {
		return 0
	}
	return n
}

func appendFolded(out []Token, text string, start, end int, k TokenKind) []Token {
	f := foldToken(text[start:end])
	if f == "" {
		return out
	}
	glued := len(out) > 0 && out[len(out)-1].End == start
	return append(out, Token{Text: f, Start: start, End: end, Kind: k, Glued: glued})
}

// foldToken avoids work for the plain lower-case words that most text is made of.
func foldToken(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c == '\'' || c >= 'A' && c <= 'Z' || c == 0 {
			return strings.ReplaceAll(Fold(s), "'", "")
		}
	}
	return s
}
