package insight

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	slashes   = regexp.MustCompile(`(?s)^/(.+)/([a-z]*)$`)
	codePoint = regexp.MustCompile(`\\u\{?([0-9A-Fa-f]{4,6})\}?`)
	scripts   = regexp.MustCompile(`\\([pP])\{(?:Script|sc)=([A-Za-z]+)\}`)
)

// pattern is something that must not be said.
type pattern struct {
	text string
	re   *regexp.Regexp // nil for a plain text
}

// readPattern takes a text, or an expression in slashes as JavaScript writes it.
func readPattern(s string) (pattern, error) {
	m := slashes.FindStringSubmatch(s)
	if m == nil {
		return pattern{text: s}, nil
	}
	flags := ""
	for _, f := range m[2] {
		switch f {
		case 'i', 'm', 's':
			flags += string(f)
		case 'g', 'u', 'y', 'v': // they change nothing for "does it occur"
		default:
			return pattern{}, fmt.Errorf("has the flag %q, which is not known; i, m and s are", f)
		}
	}
	body := scripts.ReplaceAllString(codePoint.ReplaceAllString(m[1], `\x{$1}`), `\$1{$2}`)
	if flags != "" {
		body = "(?" + flags + ")" + body
	}
	re, err := regexp.Compile(body)
	if err != nil {
		return pattern{}, fmt.Errorf("cannot be read as a regular expression (RE2: no look-around, no back-references): %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return pattern{s, re}, nil
}

// in reports whether the pattern occurs in a reply, as it was written or in plain form.
func (p pattern) in(reply string) bool {
	if p.re == nil {
		return says(reply, p.text)
	}
	return p.re.MatchString(reply) || p.re.MatchString(plain(reply))
}
