package insight

import (
	"regexp"
	"strings"
)

// maxExtra is how many figures a reply may hold that were neither asked nor expected.
const maxExtra = 4

var (
	listMark = regexp.MustCompile(`(?m)^[ \t]*(?:\p{Nd}{1,2}(?:[.)][ \t]|[、．])|[①-⑳])`)
	address  = regexp.MustCompile(`\S*(?:@|://)\S*`)
	// figureRun is a code (e4, 1z9hv4), a clock time, or a number with its separators.
	figureRun = regexp.MustCompile(`[a-z]+[0-9][a-z0-9]*|[0-9]+[a-z]+[0-9][a-z0-9]*|[0-9]{1,2}:[0-9]{2}|[0-9]+(?:[.,' ][0-9]+)*`)
	parts     = regexp.MustCompile(`[0-9]+`)
)

// figures lists the figures of a text as a reader counts them: each number, code or time once, not the numbers of a list.
func figures(text string) []string {
	text = address.ReplaceAllString(listMark.ReplaceAllString(text, " "), " ")
	seen := map[string]bool{}
	var out []string
	for _, run := range figureRun.FindAllString(fold(text), -1) {
		each := []string{run}
		if !spaced.MatchString(run) {
			each = strings.Split(run, " ")
		}
		for _, f := range each {
			if key := readings[0].run(f); !seen[key] {
				seen[key] = true
				out = append(out, f)
			}
		}
	}
	return out
}

// extra lists the figures of a reply that stand neither in the question nor among what is expected.
func extra(reply string, known ...string) []string {
	have := stock{}
	for _, k := range known {
		for _, f := range figures(k) {
			have.put(f)
		}
	}
	var out []string
	for _, f := range figures(reply) {
		if !have.has(f) {
			out = append(out, f)
		}
	}
	return out
}

// stock holds figures in all their readings.
type stock map[string]bool

func (s stock) put(f string) {
	for _, how := range readings {
		s[how.run(f)] = true
	}
	if dated(f) || parts.FindString(f) == f { // a date is expected in one form and said in another
		for _, p := range parts.FindAllString(f, -1) {
			s[strings.TrimLeft(p, "0")] = true
		}
	}
}

func (s stock) has(f string) bool {
	for _, how := range readings {
		if s[how.run(f)] {
			return true
		}
	}
	if !dated(f) {
		return false
	}
	for _, p := range parts.FindAllString(f, -1) {
		if p = strings.TrimLeft(p, "0"); p != "" && !s[p] {
			return false
		}
	}
	return true
}

// dated tells 24.12.2026 and 9:30 from numbers and codes.
func dated(f string) bool { return strings.ContainsAny(readings[1].run(f), ".,:") }
