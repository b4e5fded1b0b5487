package helpcentre

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/internal/knowledge"
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// shelf keeps what lists need of a shop's published articles, so that a start page reads no article.
type shelf struct {
	mu      sync.Mutex
	of      edition
	version string
	read    time.Time
}

// edition is one state of a shelf; it never changes.
type edition struct {
	entries []entry // by id
	byID    map[string]*entry
}

// entry is an article as lists show it.
type entry struct {
	ID        string
	Tags      []string
	Version   int64
	Answers   int64
	UpdatedAt time.Time
	Texts     []knowledge.Text // with the first sentences in place of the body
}

// readEvery is how stale it may be how often answers cite an article; what is published counts at once.
const readEvery = 5 * time.Minute

// edition is the shop's shelf as it is now.
func (c *Centre) edition(ctx context.Context, shop string) (edition, error) {
	c.mu.Lock()
	s := c.shelves[shop]
	if s == nil {
		s = &shelf{}
		c.shelves[shop] = s
	}
	c.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := c.now()
	version, err := c.articles.Edition(ctx, shop)
	if err != nil {
		return s.of, err
	}
	if s.of.byID == nil || version != s.version || now.Sub(s.read) > readEvery {
		list, err := c.articles.Published(ctx, shop)
		if err != nil {
			return s.of, err
		}
		s.of, s.version, s.read = newEdition(list), version, now
	}
	return s.of, nil
}

func newEdition(list []knowledge.Article) edition {
	e := edition{byID: map[string]*entry{}, entries: make([]entry, len(list))}
	for i, a := range list {
		one := entry{ID: a.ID, Tags: a.Tags, Version: a.Version, Answers: a.Answers, UpdatedAt: a.UpdatedAt, Texts: a.Texts()}
		for n := range one.Texts {
			one.Texts[n].Body = summary(one.Texts[n].Body)
		}
		e.entries[i] = one
		e.byID[a.ID] = &e.entries[i]
	}
	return e
}

// summaryLength is how much of an article a list shows, in characters.
const summaryLength = 160

// summary is how an article begins, in plain words.
func summary(body string) string {
	for _, p := range index.Split(body) {
		if p.Kind == index.Heading {
			continue
		}
		if text := cut(p.Text, summaryLength); text != p.Text {
			return strings.TrimSpace(text) + "…"
		}
		return p.Text
	}
	return ""
}

// popular orders articles by how often answers rest on them.
func (e edition) popular() []entry {
	return slices.SortedStableFunc(slices.Values(e.entries), func(a, b entry) int { return cmp.Compare(b.Answers, a.Answers) })
}

// tagged lists the articles that have one of the tags.
func (e edition) tagged(tags []string) (out []entry) {
	for _, a := range e.entries {
		if shares(a.Tags, tags) > 0 {
			out = append(out, a)
		}
	}
	return out
}

// shares counts the tags that two lists have in common, in whatever capitals.
func shares(a, b []string) (n int) {
	for _, x := range a {
		if slices.ContainsFunc(b, func(y string) bool { return strings.EqualFold(strings.TrimSpace(x), strings.TrimSpace(y)) }) {
			n++
		}
	}
	return n
}

// related lists the articles that share most tags with one, then those of the same topic.
func (e edition) related(of entry, topics []Topic) []entry {
	near := func(a entry) (n int) {
		for _, t := range topics {
			if shares(of.Tags, t.Tags) > 0 && shares(a.Tags, t.Tags) > 0 {
				n = 1
			}
		}
		return n + 2*shares(a.Tags, of.Tags)
	}
	list := slices.DeleteFunc(slices.Clone(e.entries), func(a entry) bool { return a.ID == of.ID || near(a) == 0 })
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Or(cmp.Compare(near(b), near(a)), cmp.Compare(b.Answers, a.Answers)) })
	return list
}

// titled lists the articles whose titles say what somebody has typed so far, the closest first.
func (e edition) titled(typed string, r knowledge.Reader, limit int) []shown {
	wanted := words(typed)
	if len(wanted) == 0 {
		return nil
	}
	type rated struct {
		shown
		worth int
	}
	var list []rated
	for _, a := range e.entries {
		t, own, ok := knowledge.Choose(a.Texts, r)
		if worth := begins(t.Title, wanted); ok && own && worth > 0 {
			list = append(list, rated{shown{a, t, own}, worth})
		}
	}
	slices.SortStableFunc(list, func(a, b rated) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(b.Answers, a.Answers)) })
	out := []shown{}
	for _, one := range list[:min(len(list), limit)] {
		out = append(out, one.shown)
	}
	return out
}

// shown is an article with the text that a reader gets.
type shown struct {
	entry
	Text knowledge.Text
	Own  bool // it is in her language
}

// words are what was typed, folded; the last one may be unfinished. Scripts without spaces give their characters in one piece.
func words(typed string) (out []string) {
	glue := false
	for _, t := range lexicon.Tokens(typed) {
		if glue && t.Kind == lexicon.Syllable && t.Glued {
			out[len(out)-1] += t.Text
			continue
		}
		out = append(out, t.Text)
		glue = t.Kind == lexicon.Syllable
	}
	return out
}

// begins says how well a title answers to what was typed: each word must begin one of its words, or, in scripts without spaces, stand
// anywhere in it. It is worth more when the title begins so.
func begins(title string, wanted []string) int {
	tokens := lexicon.Tokens(title)
	whole := strings.Join(words(title), " ")
	worth := 1
	for i, w := range wanted {
		at := slices.IndexFunc(tokens, func(t lexicon.Token) bool { return t.Kind != lexicon.Syllable && strings.HasPrefix(t.Text, w) })
		switch {
		case at == 0 && i == 0, strings.HasPrefix(whole, w):
			worth += 2
		case at > 0:
			worth++
		case at < 0 && !(syllabic(w) && strings.Contains(whole, w)):
			return 0
		}
	}
	return worth
}

func syllabic(w string) bool {
	for _, r := range w {
		return lexicon.Syllabic(r)
	}
	return false
}
