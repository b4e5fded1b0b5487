package check

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
	"parley/internal/mask"
)

// longest is what one sentence may have; the readers of figures and codes look no further than some tens of thousands.
const longest = 8000

// length refuses what is no sentence.
func length(_ *Gate, c *claim) (string, string) {
	if len(c.text) > 4*longest || utf8.RuneCountInString(c.text) > longest {
		return "", "too long"
	}
	return "", ""
}

// controls removes characters that show nothing but can hide or reorder text.
func controls(_ *Gate, c *claim) (string, string) {
	bad := func(r rune) bool {
		return r != '\n' && r != '\u200c' && r != '\u200d' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar)
	}
	if strings.IndexFunc(c.text, bad) < 0 {
		return "", ""
	}
	fixed := strings.Map(func(r rune) rune {
		if bad(r) {
			return -1
		}
		return r
	}, c.text)
	return fixed, "control characters"
}

var (
	tags      = regexp.MustCompile(`<[/!]?[a-zA-Z][^>]{0,200}>`)
	images    = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	linkText  = regexp.MustCompile(`\[([^\]]+)\]\((https?://[^)\s]+)\)`)
	headings  = regexp.MustCompile(`(?m)^#{1,6}\s+`)
	emphasis  = regexp.MustCompile(`\*\*([^*]+)\*\*|__([^_]+)__`)
	templates = regexp.MustCompile(`\{\{[^}]*\}\}|\{%[^%]*%\}|[$#]\{[^}]*\}|<%[^%]*%>|\{[a-z_]{2,20}\}`)
)

// markup takes HTML and Markdown signs out; a template that was not filled refuses the sentence.
func markup(_ *Gate, c *claim) (string, string) {
	if m := templates.FindString(c.text); m != "" {
		return "", m
	}
	fixed := images.ReplaceAllString(c.text, "")
	fixed = linkText.ReplaceAllString(fixed, "$1 ($2)")
	fixed = tags.ReplaceAllString(fixed, "")
	fixed = headings.ReplaceAllString(fixed, "")
	fixed = emphasis.ReplaceAllString(fixed, "$1$2")
	if fixed == c.text {
		return "", ""
	}
	return fixed, "markup"
}

// cards never lets a full card number out.
func cards(_ *Gate, c *claim) (string, string) {
	if fixed, masked := mask.Cards(c.text); masked {
		return fixed, "card number"
	}
	return "", ""
}

// inner are the marks of the machinery: what engines, prompts, logs, databases and files look like.
var inner = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(system prompt|my instructions are|as an ai language model|evidence id|tool_call|function_call|BEGIN PROMPT|api[_ ]key|you are (?:a|an) (?:helpful|AI)[\w -]{0,30}(?:assistant|model))\b`),
	regexp.MustCompile(`<\|[^|>]{0,40}\|>|\[/?INST\]|<</?SYS>>`),
	regexp.MustCompile(`(?im)^\s*(?:#{1,6}\s*)?(?:system|assistant|user|developer|instructions?|tool)\s*:`),
	regexp.MustCompile(`"[A-Za-z_]+"\s*:\s*["\[{0-9tfn]|^\s*[\[{]\s*["{]`),
	regexp.MustCompile(`(?:^|[\s"'(=])(?:/(?:etc|usr|var|home|root|proc|tmp|opt|srv|sys|dev)/[\w.-]+|[A-Za-z]:\\[\w.-]+|\.\./)`),
	regexp.MustCompile(`\bSELECT\b.+\bFROM\b|\b(?:DROP|ALTER|CREATE) TABLE\b|\bINSERT INTO\b|\bDELETE FROM\b|\bUNION SELECT\b|(?i)\bselect \* from\b`),
	regexp.MustCompile(`\b(?:ps|at|cv|ct|run|tk|sh)_[0-9a-z]{8,}\b`),
	regexp.MustCompile(`[\[【(]e[0-9]{1,3}[\])】]`),
	regexp.MustCompile(`(?i)\b(?:goroutine \d+|panic:|stack trace|traceback \(most recent)`),
}

// internal refuses text that belongs to the machinery.
func internal(_ *Gate, c *claim) (string, string) {
	for _, re := range inner {
		if m := re.FindString(c.text); m != "" && !c.quotes(m) {
			return "", m
		}
	}
	folded := lexicon.Fold(c.text)
	for _, h := range c.Hidden {
		if h = lexicon.Fold(h); len(h) >= 12 && strings.Contains(folded, h) {
			return "", "hidden text"
		}
	}
	for _, part := range c.Hidden {
		if shares(folded, lexicon.Fold(part), 48) {
			return "", "hidden text"
		}
	}
	return "", ""
}

// shares says whether n characters in a row of b stand in a.
func shares(a, b string, n int) bool {
	for i := 0; i+n <= len(b); i += n / 2 {
		if strings.Contains(a, b[i:i+n]) {
			return true
		}
	}
	return false
}

var quoted = regexp.MustCompile(`[„“"«「『][^”“"»」』]{0,200}[”“"»」』]`)

// language refuses a sentence in another language than the answer. Names, codes, addresses and quoted titles do not count.
func language(g *Gate, c *claim) (string, string) {
	text := quoted.ReplaceAllString(c.text, " ")
	for _, e := range c.cited {
		if e.Title != "" {
			text = strings.ReplaceAll(text, e.Title, " ")
		}
	}
	if c.Shop != "" {
		text = strings.ReplaceAll(text, c.Shop, " ")
	}
	text = withoutNames(g, text, c.lang)
	if letters(text) < 12 || verbatim(c, text) {
		return "", ""
	}
	lang, sure := g.book.Detect(text, c.Locale)
	if lang == "" || locale.Base(lang) == c.lang || sure < 0.5 {
		return "", ""
	}
	return "", lang
}

// verbatim says whether each word stands in a cited text that the shop wrote in the answer's language. A table row is too
// short to tell Portuguese from Spanish, or Japanese from Chinese, and there is nothing left to tell.
func verbatim(c *claim, text string) bool {
	var written strings.Builder
	for _, e := range c.cited {
		if locale.Base(e.Locale) == c.lang {
			written.WriteString(lexicon.Fold(e.Quote) + "\n")
		}
	}
	for _, word := range strings.FieldsFunc(lexicon.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !strings.Contains(written.String(), word) {
			return false
		}
	}
	return written.Len() > 0
}

// withoutNames drops words with a capital inside a Latin sentence of a language that writes none there, and words with digits.
func withoutNames(g *Gate, text, lang string) string {
	fields := strings.Fields(text)
	kept := fields[:0]
	for i, f := range fields {
		r := []rune(f)
		if strings.ContainsAny(f, "0123456789@/") || i > 0 && unicode.IsUpper(r[0]) && lang != "de" && len(r) > 1 && r[0] < 0x250 {
			continue
		}
		kept = append(kept, f)
	}
	return strings.Join(kept, " ")
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if lexicon.Syllabic(r) {
			n += 2
		} else if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// register refuses a slip of register in a sentence that the engine wrote itself; the shop's own words stay as they are.
func register(g *Gate, c *claim) (string, string) {
	slip := g.book.Slip(c.text, c.Locale)
	if slip == "" {
		return "", ""
	}
	for _, e := range c.cited {
		if strings.Contains(e.Quote, strings.Trim(slip, " .。!！?？")) {
			return "", ""
		}
	}
	return "", slip
}
