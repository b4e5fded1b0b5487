package lexicon

import "strings"

// quick reads the plain subset of YAML in which the lexicon is written (block maps of two levels, flow lists and flow maps
// on one line), some ten times faster than a full reader: the lexicon is read at every start. Whatever it does not know
// makes it give up, and the full reader takes the file. A test holds both to the same result on all content.
func quick(raw string) ([]Concept, bool) {
	q := &quickReader{}
	for len(raw) > 0 {
		line, rest, _ := strings.Cut(raw, "\n")
		raw = rest
		if !q.line(strings.TrimRight(line, " \r")) {
			return nil, false
		}
	}
	return q.out, true
}

type quickReader struct {
	out   []Concept
	block string // words, label or say while its lines follow
}

func (q *quickReader) line(s string) bool {
	text := strings.TrimLeft(s, " ")
	indent := len(s) - len(text)
	switch {
	case text == "" || text[0] == '#':
		return true
	case indent == 0 && strings.HasPrefix(text, "- "):
		q.out = append(q.out, Concept{})
		q.block = ""
		return q.field(strings.TrimLeft(text[2:], " "))
	case len(q.out) == 0:
		return false
	case indent == 2:
		q.block = ""
		return q.field(text)
	case indent == 4 && q.block != "":
		return q.entry(text)
	}
	return false
}

func cutKey(s string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(s, ":")
	return strings.Trim(key, `"' `), strings.TrimSpace(value), ok && (value == "" || value[0] == ' ')
}

func (q *quickReader) field(s string) bool {
	key, value, ok := cutKey(s)
	if !ok {
		return false
	}
	c := &q.out[len(q.out)-1]
	switch key {
	case "id":
		return scalar(value, &c.ID)
	case "kind":
		return scalar(value, &c.Kind)
	case "unit":
		return scalar(value, &c.Unit)
	case "parents":
		c.Parents, ok = flowList(value)
		return ok
	case "words":
		c.Words, q.block = map[string][]string{}, key
		return value == ""
	case "label", "say":
		return q.texts(key, value)
	}
	return false
}

func (q *quickReader) texts(key, value string) bool {
	m := map[string]string{}
	if value == "" {
		q.block = key
	} else if !flowMap(value, m) {
		return false
	}
	c := &q.out[len(q.out)-1]
	if key == "label" {
		c.Label = m
	} else {
		c.Say = m
	}
	return true
}

func (q *quickReader) entry(s string) bool {
	key, value, ok := cutKey(s)
	if !ok || key == "" || value == "" {
		return false
	}
	c := &q.out[len(q.out)-1]
	if q.block == "words" {
		c.Words[key], ok = flowList(value)
		return ok
	}
	var text string
	if !scalar(value, &text) {
		return false
	}
	if q.block == "label" {
		c.Label[key] = text
	} else {
		c.Say[key] = text
	}
	return true
}

// scalar reads one value to the end of the line.
func scalar(s string, into *string) bool {
	v, rest, ok := item(s, "")
	*into = v
	return ok && rest == ""
}

// item reads a plain or quoted value up to one of the stop characters.
func item(s, stops string) (value, rest string, ok bool) {
	if s == "" {
		return "", "", false
	}
	if s[0] == '"' || s[0] == '\'' {
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 || strings.Contains(s[1:end+1], `\`) {
			return "", "", false
		}
		rest = strings.TrimLeft(s[end+2:], " ")
		return s[1 : end+1], rest, rest == "" || strings.IndexByte(stops, rest[0]) >= 0
	}
	if strings.IndexByte("&*!|>%@`#{[", s[0]) >= 0 {
		return "", "", false
	}
	end := len(s)
	if stops != "" {
		if i := strings.IndexAny(s, stops); i >= 0 {
			end = i
		}
	}
	value = strings.TrimRight(s[:end], " ")
	plain := value != "" && !strings.Contains(value, ": ") && !strings.Contains(value, " #") && !strings.ContainsAny(value, "{}[]")
	return value, s[end:], plain
}

func flowList(s string) ([]string, bool) {
	if len(s) < 2 || s[0] != '[' || s[len(s)-1] != ']' {
		return nil, false
	}
	out := make([]string, 0, 1+strings.Count(s, ","))
	s = strings.TrimLeft(s[1:], " ")
	for s != "]" {
		v, rest, ok := item(s, ",]")
		if !ok || rest == "" {
			return nil, false
		}
		out = append(out, v)
		if rest[0] == ',' {
			rest = strings.TrimLeft(rest[1:], " ")
		}
		s = rest
	}
	return out, true
}

func flowMap(s string, m map[string]string) bool {
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return false
	}
	s = strings.TrimLeft(s[1:], " ")
	for s != "}" {
		key, value, ok := strings.Cut(s, ":")
		if !ok || value == "" || value[0] != ' ' || strings.ContainsAny(key, ",{}") {
			return false
		}
		v, rest, ok := item(strings.TrimLeft(value, " "), ",}")
		if !ok || rest == "" {
			return false
		}
		m[strings.Trim(key, `"' `)] = v
		if rest[0] == ',' {
			rest = strings.TrimLeft(rest[1:], " ")
		}
		s = rest
	}
	return true
}
