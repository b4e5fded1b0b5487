package lexicon

import (
	"sort"
	"unicode/utf8"
)

// chars matches words of scripts without spaces: the longest word of the lexicon at each place. Shorter words inside a
// long expression are found too, at less weight.
func (s *scan) chars() {
	for _, t := range s.charTables() {
		for i := 0; i < len(s.a.Tokens); {
			refs, end := s.charsAt(t, i, 0)
			if refs == nil || s.a.Tokens[i].Known || s.cutsInto(t, i, end) {
				i++
				continue
			}
			s.emit(t, refs, i, end, charWeight(end-i), Exact)
			if end-i >= 3 {
				s.innerChars(t, i, end)
			}
			i = end
		}
	}
}

// cutsInto says that two hiragana are a particle and the first letter of a longer word: はいくら is no はい.
func (s *scan) cutsInto(t *table, i, end int) bool {
	if end-i != 2 || t.lang != "ja" || !hiragana(s.a.Tokens[i].Text) || !hiragana(s.a.Tokens[i+1].Text) {
		return false
	}
	_, longer := s.charsAt(t, i+1, 0)
	return longer-i >= 4
}

func hiragana(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 'ぁ' && r <= 'ゖ'
}

// charWeight trusts a single character less: it is often part of a word that the lexicon does not hold.
func charWeight(n int) float64 {
	if n == 1 {
		return 0.5
	}
	return 1
}

// innerChars finds every word of two characters or more inside an expression: 怎么 and 退货 in 怎么退货.
func (s *scan) innerChars(t *table, from, to int) {
	var buf [96]byte
	for i := from; i < to-1; i++ {
		key := append(buf[:0], s.a.Tokens[i].Text...)
		for j := i + 1; j < to && (s.a.Tokens[j].Glued || spaced(s.a.Tokens, i, j)); j++ {
			key = append(key, s.a.Tokens[j].Text...)
			if refs := t.chars.find(key); refs != nil && (i > from || j+1 < to) {
				s.emit(t, refs, i, j+1, 0.5, Inner)
			}
		}
	}
}

// charTables: Japanese and Chinese share characters, so both are asked, her own first.
func (s *scan) charTables() []*table {
	var in scripts
	for i := range s.a.Tokens {
		if k := &s.a.Tokens[i]; k.Kind == Syllable {
			in |= scriptsOf(k.Text)
		}
	}
	var out []*table
	for i, lang := range [...]string{s.a.Lang, "zh", "ja", "ko", "th"} {
		if i > 0 && lang == s.a.Lang || !s.lex.written(lang, in) {
			continue
		}
		if lang == s.a.Lang || s.depth == Asked || lang == "zh" && s.a.Lang == "ja" {
			out = append(out, s.lex.table(lang))
		}
	}
	return out
}

// charsAt finds the longest word that begins at token i and ends at or before token limit (0: no limit).
func (s *scan) charsAt(t *table, i, limit int) (best []ref, end int) {
	tokens := s.a.Tokens
	if limit == 0 {
		limit = len(tokens)
	}
	var buf [96]byte
	key := buf[:0]
	for j := i; j < limit; j++ {
		if j > i && !tokens[j].Glued && !spaced(tokens, i, j) || len(key)+len(tokens[j].Text) > min(t.longest, len(buf)) {
			break
		}
		key = append(key, tokens[j].Text...)
		if refs := t.chars.find(key); refs != nil {
			best, end = refs, j+1
		}
	}
	return best, end
}

// open says whether a token still waits for a meaning.
func open(k *Token) bool { return k.Kind == Word && !k.Known && !k.Stop && !k.Glossed }

// compounds cuts German and Scandinavian style compounds into two known words (Lieferzeit, Rückgabefrist).
func (s *scan) compounds() {
	t := s.lex.table(s.a.Lang)
	if t == nil || (s.a.Lang != "de" && s.a.Lang != "nl") {
		return
	}
	for i := range s.a.Tokens {
		if k := &s.a.Tokens[i]; open(k) && len(k.Text) >= 8 {
			s.compound(t, i)
		}
	}
}

func (s *scan) compound(t *table, i int) {
	w := s.a.Tokens[i].Text
	for cut := len(w) - 4; cut >= 4; cut-- {
		if !utf8.RuneStart(w[cut]) {
			continue
		}
		head, tail := t.piece(w[:cut]), t.piece(w[cut:])
		if head == nil && tail == nil || head == nil && len(w)-cut < 5 || tail == nil && cut < 5 {
			continue
		}
		if head != nil && tail != nil {
			s.emit(t, head, i, i+1, 0.8, Compound)
			s.emit(t, tail, i, i+1, 0.8, Compound)
			return
		}
	}
}

// piece knows a piece of a compound, with or without the linking s or n.
func (t *table) piece(w string) []ref {
	if refs := t.exact.get(w); refs != nil {
		return refs
	}
	if n := len(w); n > 4 && (w[n-1] == 's' || w[n-1] == 'n') {
		if refs := t.exact.get(w[:n-1]); refs != nil {
			return refs
		}
	}
	return t.stems.get(Stem(w, t.lang))
}

// foreign understands a word of any other language when her own has none for it; short words are left alone because
// they mean different things in different languages. What acts (danger, anger, a wish for a person) is heard in her own alone:
// "tonto" is a fool in Spanish and dizzy in Portuguese.
func (s *scan) foreign() {
	for i := range s.a.Tokens {
		k := &s.a.Tokens[i]
		if !open(k) || utf8.RuneCountInString(k.Text) < 5 {
			continue
		}
		for _, lang := range s.lex.Speaking(k.Text) {
			if lang == s.a.Lang {
				continue
			}
			t := s.lex.table(lang)
			if refs := s.notActs(t.exact.get(k.Text)); refs != nil {
				s.emit(t, refs, i, i+1, 0.8, Exact)
				break
			}
		}
	}
}

// typos forgives writing errors against the words of her own language, then English.
func (s *scan) typos() {
	budget := 40 // a very long text cannot cost more than this many searches
	for i := range s.a.Tokens {
		k := &s.a.Tokens[i]
		if !open(k) || budget == 0 {
			continue
		}
		budget--
		for _, t := range s.order() {
			if refs := s.notActs(t.exact.get(t.nearest(k.Text))); refs != nil {
				s.emit(t, refs, i, i+1, 0.7, Typo)
				break
			}
		}
	}
}

// notActs leaves out what must be written as it is.
func (s *scan) notActs(refs []ref) []ref {
	var out []ref
	for _, r := range refs {
		if !strictKind(s.lex.concepts[r.concept].Kind) {
			out = append(out, r)
		}
	}
	return out
}

func (s *scan) sort() {
	sort.SliceStable(s.a.Matches, func(i, j int) bool {
		a, b := s.a.Matches[i], s.a.Matches[j]
		if a.From != b.From {
			return a.From < b.From
		}
		return a.To > b.To
	})
}

// spaced lets an expression go on behind a gap in Korean, whose writers set spaces as they like (배송비 얼마, 배송비얼마): it must begin
// where a word of hers begins, so that the end of one word and the start of the next never make a third.
func spaced(tokens []Token, from, at int) bool {
	return !tokens[from].Glued && tokens[at].Start == tokens[at-1].End+1 && korean(tokens[at].Text) && korean(tokens[at-1].Text)
}

func korean(s string) bool { return s >= "\uac00" && s < "\ud7b0" }
