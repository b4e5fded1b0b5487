package conversation

import (
	"context"
	"fmt"
	"time"

	"parley/internal/conversation/find"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/store"
)

// The search. Its index is made from the log and may be thrown away at any time: a conversation whose log has grown, or whose contact
// has another name, is read anew by the keeper of any node, half a second later. So writing a message costs nothing for it, and
// what is erased or changed in the log leaves the index with the next reading.

// The limits of one reading.
const (
	searchBatch  = 40      // conversations that share a transaction
	searchTexts  = 2000    // the newest messages of a conversation
	searchBytes  = 400_000 // of words; PostgreSQL takes a megabyte
	searchPause  = 500 * time.Millisecond
	searchRounds = 6 // batches of candidates for one page
)

// searchKinds are the events with a text.
var searchKinds = []flow.Kind{flow.Message, flow.Note}

// RunSearch keeps the search up to date until ctx ends.
func (c *Conversations) RunSearch(ctx context.Context) error {
	tick := time.NewTicker(searchPause)
	defer tick.Stop()
	for {
		if err := c.CatchUp(ctx); err != nil && ctx.Err() == nil {
			c.logger.Error("The search could not be brought up to date; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// CatchUp reads what the search does not know yet.
func (c *Conversations) CatchUp(ctx context.Context) error {
	for {
		behind, err := c.unsearched(ctx, searchBatch)
		if err != nil || len(behind) == 0 {
			return err
		}
		words := make([]string, len(behind))
		for i, b := range behind {
			if words[i], err = c.wordsOf(ctx, b); err != nil {
				return err
			}
		}
		err = c.db.Tx(ctx, func(tx *store.Tx) error {
			for i, b := range behind {
				if err := c.index(ctx, tx, b, words[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// behind is a conversation that the search must read.
type behind struct {
	Conversation
	searched int64
}

// wordsOf reads a conversation and makes the line that the index keeps.
func (c *Conversations) wordsOf(ctx context.Context, b behind) (string, error) {
	events, _, err := c.texts(ctx, b.ID)
	if err != nil {
		return "", err
	}
	lang, set := locale.Base(b.Locale), find.Set{}
	set.Add(b.Contact.Name+"\n"+b.Contact.Email+"\n"+b.Subject, lang)
	for _, e := range events {
		set.Add(textOf(e.Payload), lang)
	}
	line := make([]byte, 0, 1024)
	for w := range set {
		if len(line)+len(w) > searchBytes {
			break
		}
		line = append(append(append(line, shopMark(b.Shop)...), w...), ' ')
	}
	return string(line), nil
}

// texts are the newest messages and notes of a conversation, and after its own those of the ones that have become part of it.
func (c *Conversations) texts(ctx context.Context, id string) (events []flow.Event, own int, err error) {
	if events, err = c.log.Last(ctx, id, searchTexts, searchKinds...); err != nil {
		return nil, 0, err
	}
	own = len(events)
	parts, err := c.mergedInto(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	for _, part := range parts {
		more, err := c.log.Last(ctx, part, searchTexts, searchKinds...)
		if err != nil {
			return nil, 0, err
		}
		events = append(events, more...)
	}
	return events, own, nil
}

// search reads a page of what a text finds, newest first. The index proposes; what does not hold at a look into the log is left out.
func (c *Conversations) search(ctx context.Context, shop string, f Filter, page PageOf) (list []Listed, next string, err error) {
	q := find.Parse(f.Text)
	list = []Listed{}
	if q.Empty() {
		return list, "", nil
	}
	before, err := searchCursor(page.Before)
	if err != nil {
		return nil, "", err
	}
	for range searchRounds {
		found, err := c.candidates(ctx, shop, f, q, page, before)
		if err != nil {
			return nil, "", err
		}
		for _, one := range found {
			before = one.doc
			hit, err := c.look(ctx, q, one.Conversation)
			if err != nil {
				return nil, "", err
			}
			if hit == nil {
				continue
			}
			if list = append(list, Listed{one.Conversation, hit}); len(list) == page.Limit {
				return list, fmt.Sprintf("s%d", before), nil
			}
		}
		if len(found) < page.Limit {
			return list, "", nil
		}
	}
	return list, fmt.Sprintf("s%d", before), nil
}

func searchCursor(s string) (before int64, err error) {
	if s == "" {
		return 1 << 62, nil
	}
	if n, err := fmt.Sscanf(s, "s%d", &before); n != 1 || err != nil {
		return 0, wrongCursor()
	}
	return before, nil
}

// look finds the best place: the message with most of what was asked for, the newest of several; the name or address when no message has
// any of it. nil when it does not hold.
func (c *Conversations) look(ctx context.Context, q find.Query, conv Conversation) (*Found, error) {
	events, own, err := c.texts(ctx, conv.ID)
	if err != nil {
		return nil, err
	}
	lang := locale.Base(conv.Locale)
	person := q.Look(conv.Contact.Name+" · "+conv.Contact.Email, lang)
	seen := [][]int{person.Terms, q.Look(conv.Subject, lang).Terms}
	best, found := find.Sight{}, Found{Kind: "contact"}
	for i, e := range events {
		s := q.Look(textOf(e.Payload), lang)
		seen = append(seen, s.Terms)
		if len(s.Terms) > len(best.Terms) {
			best, found = s, Found{Seq: e.Seq, Kind: string(e.Kind), Actor: string(e.Actor.Kind), At: &e.At}
			if i >= own {
				found.Seq = 0 // of a conversation that has become part of this one
			}
		}
	}
	if !q.All(seen...) {
		return nil, nil
	}
	if found.Kind == "contact" {
		best = person
	}
	found.Parts = best.Snippet()
	return &found, nil
}
