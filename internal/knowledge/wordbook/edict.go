package wordbook

import "strings"

// edictLine reads a line of EDICT or EDICT2: 蓋(P);盖 [ふた(P);フタ] /(n) (1) lid/cover/(P)/EntL1234X/
func edictLine(line string) (heads, glosses []string, ok bool) {
	head, rest, ok := strings.Cut(line, "/")
	if !ok || strings.TrimSpace(head) == "" || !strings.HasSuffix(line, "/") {
		return nil, nil, false
	}
	written, reading, _ := strings.Cut(head, "[")
	heads = forms(written)
	if len(heads) == 0 {
		return nil, nil, false
	}
	if strings.Contains(rest, "(uk)") { // usually written in kana: then its reading is a word of its own
		heads = append(heads, forms(strings.TrimRight(strings.TrimSpace(reading), "]"))...)
	}
	for _, g := range strings.Split(rest, "/") {
		if !strings.HasPrefix(g, "EntL") {
			glosses = append(glosses, g)
		}
	}
	return heads, glosses, true
}

// forms are the spellings of one entry without their marks.
func forms(list string) (out []string) {
	for _, f := range strings.Split(list, ";") {
		if f = strings.TrimSpace(aside.ReplaceAllString(f, "")); f != "" {
			out = append(out, f)
		}
	}
	return out
}
