package knowledge

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"parley/internal/fault"
	"parley/internal/knowledge/index"
)

// shelf is a shop's published articles as the assistant finds them. It is built from the database when it is first needed and then
// kept in step.
type shelf struct {
	mu    sync.Mutex
	index *index.Index // nil until it is built
	seen  int64        // how far the shop's log is in it

	following sync.Mutex // one reads the log at a time

	space    atomic.Pointer[space] // nil: the shop searches by words alone
	changed  chan struct{}         // wakes the keeper of its vectors
	guard    sync.Mutex            // of what follows
	keeper   *keeper
	failures int       // of its embeddings endpoint, in a row
	until    time.Time // it rests
}

// shelf finds the shop's, an empty one at first.
func (k *Knowledge) shelf(shop string) *shelf {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.shops[shop]
	if s == nil {
		s = &shelf{changed: make(chan struct{}, 1)}
		k.shops[shop] = s
	}
	return s
}

// Search finds passages in the shop's published articles: by words, and by meaning when the shop has an embeddings endpoint.
func (k *Knowledge) Search(ctx context.Context, shop string, q index.Query) ([]index.Hit, error) {
	x, err := k.Index(ctx, shop)
	if err != nil {
		return nil, err
	}
	if near := k.meaning(ctx, k.shelf(shop), q.Text); len(near) > 0 {
		return x.Fuse(q, near), nil
	}
	return x.Search(q), nil
}

// Index is the shop's index, built when it is not yet there.
func (k *Knowledge) Index(ctx context.Context, shop string) (*index.Index, error) {
	s := k.shelf(shop)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.index != nil {
		return s.index, nil
	}
	head, err := k.log.HeadOf(ctx, shop)
	if err != nil {
		return nil, err
	}
	x, err := k.build(ctx, shop)
	if err == nil {
		s.index, s.seen = x, head
	}
	return x, err
}

// place is how far the index is in the shop's log; false when it is not built.
func (s *shelf) place() (seen int64, built bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen, s.index != nil
}

func (s *shelf) reached(seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = max(s.seen, seq)
}

func (k *Knowledge) build(ctx context.Context, shop string) (*index.Index, error) {
	x := index.New(k.lexicon, k.senses)
	articles, err := k.list(ctx, "SELECT "+articleColumns+" FROM articles WHERE shop = $1 AND state = 'published' ORDER BY id", shop)
	docs := make([]index.Doc, 0, len(articles))
	for _, a := range articles {
		docs = append(docs, a.doc())
	}
	x.Fill(docs)
	return x, err
}

// refresh takes articles into the index anew. A shelf that is not built yet will find them in the database.
func (k *Knowledge) refresh(ctx context.Context, shop string, ids []string) error {
	s := k.shelf(shop)
	defer s.wake()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.index == nil {
		return nil
	}
	for _, id := range ids {
		a, err := getArticle(ctx, k.db, shop, id)
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return err
		}
		if err != nil || a.State != Published {
			s.index.Remove(id)
			continue
		}
		s.index.Put(a.doc())
	}
	return nil
}

// With is a copy of the shop's index with one article put in its place, to try a draft.
func (k *Knowledge) With(ctx context.Context, shop string, draft Record) (*index.Index, error) {
	x, err := k.build(ctx, shop)
	if err != nil {
		return nil, err
	}
	x.Put(Article{Record: draft}.doc())
	return x, nil
}

func (a Article) doc() index.Doc {
	d := index.Doc{ID: a.ID, Lang: a.Lang, Title: a.Title, Body: a.Body, Tags: a.Tags, Market: a.Market}
	for _, v := range a.Variants {
		d.Variants = append(d.Variants, index.Variant{Locale: v.Locale, Market: v.Market, Title: v.Title, Body: v.Body})
	}
	return d
}
