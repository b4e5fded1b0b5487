package helpcentre

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"parley/internal/knowledge"
	"parley/internal/locale"
)

// Page is a page as it goes out.
type Page struct {
	HTML     []byte
	Modified time.Time // of what stands on it; zero when it is made for one visitor
	Moved    string    // it stands at another address
}

// show is what a reader gets of an article; false when it is for other markets only.
func (s *Site) show(a entry, v Visit) (shown, bool) {
	t, own, ok := knowledge.Choose(a.Texts, knowledge.Reader{Locale: v.Locale, Market: v.Market})
	return shown{a, t, own}, ok
}

// cards are articles as a list shows them.
func (s *Site) cards(list []entry, v Visit, most int) (out []card) {
	for _, a := range list {
		if one, ok := s.show(a, v); ok && len(out) < most {
			out = append(out, s.card(one, v))
		}
	}
	return out
}

// card is a line of a list.
type card struct {
	Title, Text, URL, Lang, Dir string
	Marked                      []piece // the passage that was found, instead of the text
}

func (s *Site) card(one shown, v Visit) card {
	return card{Title: one.Text.Title, Text: one.Text.Body, URL: s.address(one, v), Lang: one.Text.Locale, Dir: s.dir(one.Text.Locale)}
}

// How much stands on a page.
const (
	mostPopular = 6
	mostRelated = 4
	mostTopics  = 12
	mostFound   = 20
	mostListed  = 1000
	mostOffered = 6
)

// Start is the first page.
func (s *Site) Start(v Visit) (Page, error) {
	p := s.page(v, "start", "")
	p.Title = s.title(v.Locale)
	p.Welcome = nameIn(s.Settings.Welcome, v.Locale)
	if p.Welcome == "" {
		p.Welcome = p.T("welcome")
	}
	p.Description = p.Welcome
	p.Topics = s.topics(v)
	list := s.shelf.popular()
	p.Popular = len(list) > 0 && list[0].Answers > 0
	p.Cards = s.cards(list, v, mostPopular)
	p.More = len(list) > mostPopular
	return s.render(p, s.newest(s.shelf.entries))
}

// All lists every article.
func (s *Site) All(v Visit) (Page, error) {
	p := s.page(v, "topic", "all")
	p.Title = p.T("all")
	p.Cards = s.cards(s.shelf.entries, v, mostListed)
	return s.render(p, s.newest(s.shelf.entries))
}

// Topic lists the articles of one.
func (s *Site) Topic(v Visit, id string) (Page, error) {
	for _, t := range s.everyTopic(v) {
		if t.ID == id {
			p := s.page(v, "topic", "t/"+url.PathEscape(id))
			p.Title = t.Name
			list := s.shelf.tagged(t.tags)
			p.Cards = s.cards(list, v, mostListed)
			return s.render(p, s.newest(list))
		}
	}
	return Page{}, missing()
}

// topic is a tile of the start page.
type topic struct {
	ID, Name, Lang, URL string
	Count               int
	tags                []string
}

// topics are the tiles of the start page.
func (s *Site) topics(v Visit) []topic {
	list := s.everyTopic(v)
	if len(s.Settings.Topics) == 0 && len(list) > mostTopics {
		list = list[:mostTopics]
	}
	return list
}

// everyTopic lists those that an admin has made, or else the tags, the most frequent first.
func (s *Site) everyTopic(v Visit) (out []topic) {
	for _, t := range s.Settings.Topics {
		one := topic{ID: t.ID, Name: nameIn(t.Names, v.Locale), URL: v.path("t/" + url.PathEscape(t.ID)), tags: t.Tags}
		if one.Count = len(s.cards(s.shelf.tagged(t.Tags), v, mostListed)); one.Count > 0 {
			out = append(out, one)
		}
	}
	if len(s.Settings.Topics) > 0 {
		return out
	}
	at := map[string]int{}
	for _, a := range s.shelf.entries {
		for _, tag := range a.Tags {
			id := slug(tag)
			i, known := at[id]
			if !known {
				i = len(out)
				at[id] = i
				out = append(out, topic{ID: id, Name: tag, URL: v.path("t/" + url.PathEscape(id)), tags: []string{tag}})
			}
			out[i].Count++
		}
	}
	slices.SortStableFunc(out, func(a, b topic) int { return b.Count - a.Count })
	return out
}

// article reads one that is published, as a reader gets it.
func (s *Site) article(ctx context.Context, v Visit, id string) (a knowledge.Article, one shown, err error) {
	e := s.shelf.byID[id]
	if e == nil {
		return a, one, missing()
	}
	if a, err = s.centre.articles.Get(ctx, s.Shop.ID, id); err != nil || a.State != knowledge.Published {
		return a, one, missing()
	}
	t, own, ok := knowledge.Choose(a.Texts(), knowledge.Reader{Locale: v.Locale, Market: v.Market})
	if !ok {
		return a, one, missing()
	}
	return a, shown{*e, t, own}, nil
}

// Article is the page of one; part is the last part of its address.
func (s *Site) Article(ctx context.Context, v Visit, part string, said string) (Page, error) {
	e, ok := s.identify(part, v)
	if !ok {
		return Page{}, missing()
	}
	a, one, err := s.article(ctx, v, e.ID)
	if err != nil {
		return Page{}, err
	}
	if want := segment(one.Text.Title, a.ID); want != url.PathEscape(part) {
		return Page{Moved: v.path("a/" + want)}, nil
	}
	p := s.page(v, "article", "a/"+segment(one.Text.Title, a.ID))
	if p.Reading, err = read(one.Text.Body, p.T("table")); err != nil {
		return Page{}, err
	}
	p.Title, p.Description, p.Said = one.Text.Title, summary(one.Text.Body), said
	p.Article = articleView{ID: a.ID, Lang: one.Text.Locale, Dir: s.dir(one.Text.Locale), Modified: a.UpdatedAt, Updated: s.day(v.Locale, a.UpdatedAt), Market: one.Text.Market}
	if len(p.Reading.Headings) > 2 {
		p.Article.Contents = p.Reading.Headings
	}
	if !one.Own {
		p.Article.Foreign = say(v.Locale, "foreign", "shown", languageName(one.Text.Locale, v.Locale))
	}
	p.Related = s.cards(s.shelf.related(*e, s.Settings.Topics), v, mostRelated)
	s.languages(&p, *e)
	s.structure(&p, a.UpdatedAt)
	return s.render(p, a.UpdatedAt)
}

// articleView is what only an article's page has.
type articleView struct {
	ID, Lang, Dir, Updated, Foreign, Market string
	Modified                                time.Time
	Contents                                []heading
}

// Search is the page of results.
func (s *Site) Search(ctx context.Context, v Visit, query string) (Page, error) {
	query = cut(strings.TrimSpace(query), maxQuery)
	p := s.page(v, "search", "search")
	p.Query, p.Hidden = query, true
	p.Title = p.T("search")
	if query == "" {
		return s.render(p, time.Time{})
	}
	p.Title = say(v.Locale, "results", "query", query)
	found, err := s.find(ctx, v, query)
	if err != nil {
		return Page{}, err
	}
	p.Cards = found
	if err := s.Looked(ctx, v.Locale, query, len(found)); err != nil {
		return Page{}, err
	}
	return s.render(p, time.Time{})
}

// find looks for articles: by title as it was typed, and by what the words mean.
func (s *Site) find(ctx context.Context, v Visit, query string) (out []card, err error) {
	r := knowledge.Reader{Locale: v.Locale, Market: v.Market}
	hits, err := s.centre.articles.Find(ctx, s.Shop.ID, query, r, mostFound)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	add := func(one shown, f knowledge.Found) {
		if known[one.ID] {
			return
		}
		known[one.ID] = true
		c := s.card(one, v)
		c.URL += "?q=" + url.QueryEscape(query)
		if f.Passage != "" && f.Locale == one.Text.Locale && f.Market == one.Text.Market {
			c.Marked = s.centre.mark(f.Passage, query, f.Locale)
			c.URL += fragment(f)
		}
		out = append(out, c)
	}
	for _, f := range hits {
		if e := s.shelf.byID[f.Article]; e != nil {
			if one, ok := s.show(*e, v); ok {
				add(one, f)
			}
		}
	}
	for _, one := range s.shelf.titled(query, r, mostFound) {
		add(one, knowledge.Found{})
	}
	return out[:min(len(out), mostFound)], nil
}

// fragment leads to the passage: to its heading, and browsers that can highlight its words there.
func fragment(f knowledge.Found) string {
	words := strings.Fields(f.Passage)
	text := strings.Join(words[:min(len(words), 8)], " ")
	return "#" + url.PathEscape(slug(f.Heading)) + ":~:text=" + strings.ReplaceAll(url.PathEscape(cut(text, 60)), "-", "%2D")
}

// Suggestion is offered while she types.
type Suggestion struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Suggest offers articles for what she has typed so far.
func (s *Site) Suggest(ctx context.Context, v Visit, typed string) ([]Suggestion, error) {
	typed = cut(strings.TrimSpace(typed), maxQuery)
	r := knowledge.Reader{Locale: v.Locale, Market: v.Market}
	list := s.shelf.titled(typed, r, mostOffered)
	out := []Suggestion{}
	for _, one := range list {
		out = append(out, Suggestion{one.Text.Title, s.address(one, v)})
	}
	if len(out) == mostOffered || len([]rune(typed)) < 2 {
		return out, nil
	}
	hits, err := s.centre.articles.Find(ctx, s.Shop.ID, typed, r, mostOffered)
	for _, f := range hits {
		e := s.shelf.byID[f.Article]
		if e == nil || len(out) == mostOffered {
			continue
		}
		one, ok := s.show(*e, v)
		if known := slices.ContainsFunc(list, func(o shown) bool { return o.ID == one.ID }); ok && one.Own && !known {
			out = append(out, Suggestion{one.Text.Title, s.address(one, v)})
		}
	}
	return out, err
}

// Lost is the page for an address where nothing stands.
func (s *Site) Lost(v Visit) (Page, error) {
	p := s.page(v, "lost", "")
	p.Title, p.Hidden = p.T("lost"), true
	p.Cards = s.cards(s.shelf.popular(), v, mostRelated)
	return s.render(p, time.Time{})
}

// newest is when any of a list was changed.
func (s *Site) newest(list []entry) (at time.Time) {
	for _, a := range list {
		if a.UpdatedAt.After(at) {
			at = a.UpdatedAt
		}
	}
	return at
}

func (s *Site) title(tag string) string {
	if t := s.Settings.Title[locale.Resolve(tag, keysOf(s.Settings.Title))]; t != "" {
		return t
	}
	return say(tag, "title", "shop", s.Shop.Name)
}

func (s *Site) dir(tag string) string {
	if p, ok := s.centre.book.Pack(tag); ok && p.Direction == "rtl" {
		return "rtl"
	}
	return "ltr"
}

// day writes a date as people of the locale do.
func (s *Site) day(tag string, at time.Time) string {
	if p, ok := s.centre.book.Pack(tag); ok {
		return p.FormatDay(at)
	}
	return at.Format(time.DateOnly)
}
