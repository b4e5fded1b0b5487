package index

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Split cuts a Markdown body into passages: sentences, list items, numbered steps, table rows and headings.
func Split(body string) []Passage {
	s := splitter{}
	for _, line := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n") {
		s.line(line)
	}
	s.flush()
	return s.out
}

type splitter struct {
	out     []Passage
	heading string
	para    []string
	columns []string
	number  int
	fence   bool
	list    bool
}

var (
	numbered = regexp.MustCompile(`^\s{0,6}(\d{1,2})[.)、．]\s*(.+)$`)
	bullet   = regexp.MustCompile(`^\s{0,6}[-*+•・]\s+(.+)$`)
	rule     = regexp.MustCompile(`^\s*\|?[\s:|-]+\|[\s:|-]*$`)
	link     = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	tag      = regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
	lead     = regexp.MustCompile(`^\*\*([^*]{2,60}?)(?:[.:：。?？!！]\*\*|\*\*\s*[:：])\s*(\S.*)$`)
	dateLike = regexp.MustCompile(`^\s{0,6}\d{1,2}\.\s*(\d|[A-Za-zä]+ \d{4})`)
)

func (s *splitter) line(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(trimmed, "```"):
		s.flush()
		s.fence = !s.fence
	case s.fence:
		s.add(trimmed, Item)
	case trimmed == "" || trimmed == "---" || trimmed == "***":
		s.flush()
	case strings.HasPrefix(trimmed, "#"):
		s.flush()
		s.heading = Plain(strings.Trim(trimmed, "# "))
		s.number++
		s.add(s.heading, Heading)
	case strings.HasPrefix(trimmed, "|") || s.columns != nil && strings.Contains(trimmed, "|"):
		s.row(trimmed)
	default:
		s.text(line, trimmed)
	}
}

func (s *splitter) text(line, trimmed string) {
	if m := numbered.FindStringSubmatch(line); m != nil && !dateLike.MatchString(line) {
		s.item(m[2], Step)
		return
	}
	if m := bullet.FindStringSubmatch(line); m != nil {
		s.item(m[1], Item)
		return
	}
	s.columns = nil
	s.para = append(s.para, strings.TrimLeft(trimmed, "> "))
}

func (s *splitter) item(text string, kind PassageKind) {
	if !s.list {
		s.flush()
		s.number++
		s.list = true
	}
	s.add(Plain(text), kind)
}

// row turns a table row into "column: cell; column: cell", so that a row is understood by itself.
func (s *splitter) row(line string) {
	if len(s.para) > 0 {
		s.flush()
	}
	if rule.MatchString(line) {
		return
	}
	cells := strings.Split(strings.Trim(line, "| "), "|")
	for i := range cells {
		cells[i] = Plain(cells[i])
	}
	if s.columns == nil {
		s.columns = cells
		s.number++
		return
	}
	var parts []string
	var kept []Cell
	for i, c := range cells {
		if c != "" {
			kept = append(kept, Cell{s.column(i), c})
		}
		switch {
		case c == "":
		case i == 0 || i >= len(s.columns) || s.columns[i] == "":
			parts = append(parts, c)
		default:
			parts = append(parts, s.columns[i]+": "+c)
		}
	}
	n := len(s.out)
	s.add(strings.Join(parts, "; "), Row)
	if len(s.out) > n {
		s.out[n].Cells = kept
	}
}

func (s *splitter) column(i int) string {
	if i < len(s.columns) {
		return s.columns[i]
	}
	return ""
}

func (s *splitter) flush() {
	s.list, s.columns = false, nil
	if len(s.para) == 0 {
		return
	}
	s.number++
	raw := strings.Join(s.para, " ")
	if len(s.para) > 1 && utf8.RuneLen([]rune(s.para[0])[0]) == 3 {
		raw = strings.Join(s.para, "")
	}
	s.para = nil
	text, section := Plain(raw), s.heading
	if m := lead.FindStringSubmatch(raw); m != nil { // bold words that begin a paragraph are its heading
		text, s.heading = Plain(m[2]), strings.TrimRight(Plain(m[1]), ".:。：")
		if section != "" {
			s.heading = section + " – " + s.heading
		}
		s.add(s.heading, Heading)
	}
	for _, sentence := range Sentences(text) {
		s.add(sentence, Sentence)
	}
	s.heading = section
}

func (s *splitter) add(text string, kind PassageKind) {
	if text = strings.TrimSpace(text); text != "" && len(s.out) < 2000 {
		s.out = append(s.out, Passage{Text: text, Heading: s.heading, Kind: kind, Ord: len(s.out), Para: s.number})
	}
}

var marks = strings.NewReplacer("**", "", "__", "", "~~", "", "`", "", "\\", "", "&nbsp;", " ", "&amp;", "&", "&lt;", "<", "&gt;", ">")

// Plain takes the markup out of a piece of Markdown.
func Plain(s string) string {
	if strings.ContainsAny(s, "[<") {
		s = link.ReplaceAllString(s, "$1")
		s = tag.ReplaceAllString(s, "")
	}
	if strings.ContainsAny(s, "*`_~\\&") {
		s = marks.Replace(s)
		s = strings.Trim(s, "*")
	}
	return strings.TrimSpace(s)
}

// Sentences cuts a paragraph into sentences in any script; a point between digits or after a short abbreviation does not end one.
func Sentences(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		n := utf8.RuneLen(r)
		if i < start {
			continue
		}
		end := false
		switch r {
		case '。', '！', '？', '؟', '．':
			end = true
		case '!', '?':
			end = boundary(text[i+n:])
		case '.':
			end = boundary(text[i+n:]) && !abbreviation(text[start:i])
		}
		if end {
			stop := i + n + closing(text[i+n:])
			out = append(out, strings.TrimSpace(text[start:stop]))
			start = stop
		}
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// closing counts the quotation marks and brackets that still belong to a sentence.
func closing(rest string) int {
	n := 0
	for _, r := range rest {
		if !strings.ContainsRune("”’\"»」』）)", r) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

func boundary(rest string) bool {
	return rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '"' || rest[0] == ')' || strings.HasPrefix(rest, "”") || strings.HasPrefix(rest, "\u00a0")
}

// abbreviation sees "z. B", "e.g", "approx", "No", and a day number such as "24".
func abbreviation(s string) bool {
	i := strings.LastIndexAny(s, " (\u00a0")
	w := strings.ToLower(s[i+1:])
	if utf8.RuneCountInString(w) == 1 && w >= "a" && w <= "z" {
		return true
	}
	switch w {
	case "e.g", "i.e", "z.b", "b", "approx", "ca", "no", "nr", "bzw", "inkl", "zzgl", "ggf", "usw", "etc", "max", "min", "tel", "art", "vs", "mr", "ms", "dr", "str", "sr", "sra", "p.ex", "d.h", "u.a":
		return w != "no" || len(s) < 40
	}
	return len(w) <= 2 && w != "" && w[0] >= '0' && w[0] <= '9'
}
