package index

import (
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// learn lets every page of an article be found by the words of its other titles that no concept covers: what the shop calls a
// thing in one language is its name in all of them, also for a customer who mixes languages. Words that a concept covers
// meet in the concept already.
func (x *Index) learn(d Doc, drafts []*draft) {
	if len(d.Variants) == 0 {
		return
	}
	names := make([][]string, len(drafts))
	for i, p := range drafts {
		names[i] = x.names(p.page.Title, p.page.Lang)
	}
	for i, p := range drafts {
		for j, keys := range names {
			if i == j || locale.Base(p.page.Lang) == locale.Base(drafts[j].page.Lang) {
				continue
			}
			for _, key := range keys {
				if p.tf[key] == 0 {
					p.tf[key] = 1
				}
			}
		}
	}
}

// names are the keys of a title's words that no concept covers.
func (x *Index) names(title, lang string) (keys []string) {
	a := x.lex.Analyze(title, locale.Base(lang), lexicon.Written)
	for i, t := range a.Tokens {
		switch {
		case t.Stop || t.Known:
		case t.Kind == lexicon.Syllable:
			if i+1 < len(a.Tokens) && bigram(a.Tokens, i) {
				keys = append(keys, "b:"+t.Text+a.Tokens[i+1].Text)
			}
		case t.Kind == lexicon.Word && len(t.Text) > 2:
			keys = append(keys, "t:"+t.Text, "s:"+lexicon.Stem(t.Text, a.Lang))
		}
	}
	return keys
}
