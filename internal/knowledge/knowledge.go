package knowledge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/jsonl"
	"parley/internal/knowledge/embed"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
	"parley/internal/store"
)

// Knowledge is the room.
type Knowledge struct {
	db      *store.DB
	log     *flow.Log
	logger  *slog.Logger
	now     func() time.Time
	mu      sync.Mutex
	shops   map[string]*shelf
	lexicon *lexicon.Lexicon
	senses  *sense.Model
	tell    func(shop string, change Change)

	embedder  embed.Embedder // nil: no shop searches by meaning
	endpoints Endpoints
	settings  chan struct{}
	nodes     Nodes // nil: there are no others
}

// Change is the payload of articles_changed: which articles every node must take into its index anew.
type Change struct {
	IDs []string `json:"ids"`
}

// New makes the room and registers its step. tell, when set, hears of every change once it is searchable on this node.
func New(db *store.DB, log *flow.Log, lex *lexicon.Lexicon, senses *sense.Model, logger *slog.Logger, tell func(shop string, change Change)) *Knowledge {
	k := &Knowledge{db: db, log: log, lexicon: lex, senses: senses, logger: logger, now: time.Now, shops: map[string]*shelf{}, tell: tell, settings: make(chan struct{}, 1)}
	log.AddStep(flow.Step{Name: "index", On: []flow.On{{Kind: flow.ArticlesChanged}}, Do: k.reindex})
	return k
}

// Get reads an article.
func (k *Knowledge) Get(ctx context.Context, shop, id string) (Article, error) {
	return getArticle(ctx, k.db, shop, id)
}

// Save writes an article that somebody edited. have is the version she began from, 0 for a new one: when somebody else was
// faster nothing is written.
func (k *Knowledge) Save(ctx context.Context, shop string, r Record, state State, have int64, by flow.Actor) (a Article, err error) {
	if wrong := r.Check("body."); wrong != nil {
		return a, fault.Wrong(wrong...)
	}
	if state != Draft && state != Published {
		return a, fault.Wrong(fault.Field{Location: "body.state", Message: "use draft or published", Reason: fault.Choice, Values: fault.Values{"options": "draft, published"}})
	}
	err = k.db.Tx(ctx, func(tx *store.Tx) error {
		was, err := getArticle(ctx, tx, shop, r.ID)
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return err
		}
		if was.Version != have && have != 0 {
			return fault.New(fault.Conflict, "%s has saved this article since you opened it; reload it and put your change in again", was.UpdatedBy).
				Because(fault.ArticleChanged, fault.Values{"name": was.UpdatedBy})
		}
		if err == nil && have == 0 {
			return fault.New(fault.Conflict, "There is already an article with the id %q", r.ID).Because(fault.ArticleExists, fault.Values{"id": r.ID})
		}
		a = Article{Record: r, Shop: shop, State: state, Version: was.Version + 1, Answers: was.Answers, UpdatedAt: k.now().UTC().Truncate(time.Millisecond), UpdatedBy: by.Name}
		if err := write(ctx, tx, a); err != nil {
			return err
		}
		if state != Published {
			if err := forgetVectors(ctx, tx, shop, r.ID); err != nil {
				return err
			}
		}
		return k.changed(ctx, tx, shop, by, r.ID)
	})
	if err != nil {
		return a, err
	}
	return a, k.refresh(ctx, shop, []string{r.ID})
}

// Delete removes an article for good.
func (k *Knowledge) Delete(ctx context.Context, shop, id string, by flow.Actor) error {
	err := k.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM articles WHERE shop = $1 AND id = $2", shop, id)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such article")
		}
		if err != nil {
			return err
		}
		if err := forgetVectors(ctx, tx, shop, id); err != nil {
			return err
		}
		return k.changed(ctx, tx, shop, by, id)
	})
	if err != nil {
		return err
	}
	return k.refresh(ctx, shop, []string{id})
}

func (k *Knowledge) changed(ctx context.Context, tx *store.Tx, shop string, by flow.Actor, ids ...string) error {
	_, _, err := k.log.Append(ctx, tx, flow.Draft{Stream: shop, Shop: shop, Kind: flow.ArticlesChanged, Actor: by, Payload: Change{IDs: ids}})
	return err
}

// Import publishes a file of articles, whole or not at all, and returns when all can be found. The same id again replaces the
// article.
func (k *Knowledge) Import(ctx context.Context, shop string, file io.Reader, by flow.Actor) (n jsonl.Imported, err error) {
	records, err := jsonl.Read(file, func(r *Record) []fault.Field { return r.Check("") })
	if err != nil {
		return n, err
	}
	ids := make([]string, len(records))
	err = k.db.Tx(ctx, func(tx *store.Tx) error {
		n = jsonl.Imported{}
		for i, r := range records {
			ids[i] = r.ID
			was, err := getArticle(ctx, tx, shop, r.ID)
			switch {
			case err == nil:
				n.Updated++
			case fault.CodeOf(err) == fault.NotFound:
				n.Created++
			default:
				return err
			}
			n.Imported++
			a := Article{Record: r, Shop: shop, State: Published, Version: was.Version + 1, UpdatedAt: k.now().UTC().Truncate(time.Millisecond), UpdatedBy: by.Name}
			if err := write(ctx, tx, a); err != nil {
				return err
			}
		}
		if len(ids) == 0 {
			return nil
		}
		return k.changed(ctx, tx, shop, by, ids...)
	})
	if err != nil {
		return n, err
	}
	return n, k.refresh(ctx, shop, ids)
}

// topicArticles tells the other nodes that a shop's articles have changed.
const topicArticles = "articles"

// Nodes are the other nodes.
type Nodes interface {
	Say(topic string, data []byte)
	Hear(topic string, f func(from string, data []byte))
}

// Share lets a change on one node be searchable on all. Before Run only.
func (k *Knowledge) Share(n Nodes) {
	k.nodes = n
	n.Hear(topicArticles, func(_ string, data []byte) { go k.Follow(context.Background(), string(data)) })
}

// Follow takes into this node's index what other nodes have changed in a shop's articles: everything in the shop's log that the index
// has not seen.
func (k *Knowledge) Follow(ctx context.Context, shop string) {
	s := k.shelf(shop)
	s.following.Lock()
	defer s.following.Unlock()
	for {
		seen, built := s.place()
		if !built {
			return // the first who asks builds it from the database
		}
		events, err := k.log.Read(ctx, shop, seen, 500)
		for _, e := range events {
			if err = k.take(ctx, e); err != nil {
				break
			}
			s.reached(e.Seq)
		}
		if err != nil {
			k.logger.Error("Articles of another node could not be read", "shop", shop, "error", err)
		}
		if err != nil || len(events) == 0 {
			return
		}
	}
}

func (k *Knowledge) take(ctx context.Context, e flow.Event) error {
	var c Change
	if e.Kind != flow.ArticlesChanged {
		return nil
	}
	if err := json.Unmarshal(e.Payload, &c); err != nil {
		return err
	}
	return k.refresh(ctx, e.Shop, c.IDs)
}

// reindex is the step that follows a change; on the node that made it the work is already done and costs little to repeat.
func (k *Knowledge) reindex(ctx context.Context, e flow.Event) ([]flow.Draft, error) {
	var c Change
	if err := json.Unmarshal(e.Payload, &c); err != nil {
		return nil, err
	}
	if err := k.refresh(ctx, e.Shop, c.IDs); err != nil {
		return nil, err
	}
	if k.nodes != nil {
		k.nodes.Say(topicArticles, []byte(e.Shop))
	}
	if k.tell != nil {
		k.tell(e.Shop, c)
	}
	return nil, nil
}

// Cited counts that an answer rests on these articles.
func (k *Knowledge) Cited(ctx context.Context, shop string, ids []string) error {
	return k.db.Tx(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if _, err := tx.Exec(ctx, "UPDATE articles SET answers = answers + 1 WHERE shop = $1 AND id = $2", shop, id); err != nil {
				return fmt.Errorf("article %s: %w", id, err)
			}
		}
		return nil
	})
}
