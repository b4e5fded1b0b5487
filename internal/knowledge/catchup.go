package knowledge

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"parley/internal/knowledge/embed"
)

// Vectors follow what is published, they never hold it up: a keeper for each shop that has an endpoint looks what has no vector yet,
// asks for it, and tries again later when that fails.

// Times of the keepers.
const (
	lookEvery  = 30 * time.Second // for settings and vectors of other nodes
	firstRetry = time.Second
	lastRetry  = 5 * time.Minute
	batchTime  = time.Minute
	batchSize  = 64
)

// Embed lets shops search by meaning; it is called before Run and before any search.
func (k *Knowledge) Embed(with embed.Embedder, of Endpoints) { k.embedder, k.endpoints = with, of }

// EndpointsChanged says that a shop's setting was saved.
func (k *Knowledge) EndpointsChanged() {
	select {
	case k.settings <- struct{}{}:
	default: // a look is due already
	}
}

// keeper looks after one shop's vectors, in one space.
type keeper struct {
	k       *Knowledge
	shop    string
	setting embed.Setting
	shelf   *shelf
	have    map[vectorKey][]float32
	cancel  context.CancelFunc
}

// Run starts and stops keepers as the settings say, until ctx ends.
func (k *Knowledge) Run(ctx context.Context) error {
	if k.embedder == nil {
		<-ctx.Done()
		return nil
	}
	var all sync.WaitGroup
	defer all.Wait()
	running := map[string]*keeper{}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		wanted, err := k.endpoints.Embeddings(ctx)
		if err != nil && ctx.Err() == nil {
			k.logger.Error("The settings of embeddings could not be read", "error", err)
		}
		if err == nil {
			k.employ(ctx, &all, running, wanted)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-k.settings:
		case <-tick.C:
		}
	}
}

// employ makes the running keepers those that are wanted.
func (k *Knowledge) employ(ctx context.Context, all *sync.WaitGroup, running map[string]*keeper, wanted map[string]embed.Setting) {
	for shop, old := range running {
		if s, on := wanted[shop]; !on || s != old.setting {
			old.cancel()
			old.shelf.empty(old)
			delete(running, shop)
		}
	}
	for shop, s := range wanted {
		if running[shop] != nil {
			continue
		}
		own, cancel := context.WithCancel(ctx)
		w := &keeper{k: k, shop: shop, setting: s, shelf: k.shelf(shop), have: map[vectorKey][]float32{}, cancel: cancel}
		w.shelf.give(w)
		running[shop] = w
		all.Go(func() { w.run(own) })
	}
}

// give makes a keeper the one whose vectors are searched; empty takes them away.
func (s *shelf) give(w *keeper) {
	s.guard.Lock()
	defer s.guard.Unlock()
	s.keeper, s.failures, s.until = w, 0, time.Time{}
}

func (s *shelf) empty(w *keeper) {
	s.guard.Lock()
	defer s.guard.Unlock()
	if s.keeper == w {
		s.keeper = nil
		s.space.Store(nil)
	}
}

// show lets the search use what the keeper has, unless another has taken over.
func (s *shelf) show(w *keeper, sp *space) {
	s.guard.Lock()
	defer s.guard.Unlock()
	if s.keeper == w {
		s.space.Store(sp)
	}
}

// wake says that something was published or taken back.
func (s *shelf) wake() {
	select {
	case s.changed <- struct{}{}:
	default: // a look is due already
	}
}

// run catches up whenever something has changed. What needs no request is done at once, also while the endpoint rests.
func (w *keeper) run(ctx context.Context) {
	failures, next := 0, time.Time{}
	for ctx.Err() == nil {
		missing, err := w.look(ctx)
		if err == nil && len(missing) > 0 && !time.Now().Before(next) {
			if err = w.fetch(ctx, missing); err == nil {
				failures = 0
				continue
			}
		}
		pause := lookEvery
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			pause = retryIn(failures)
			next = time.Now().Add(pause)
			failures++
			w.k.logger.Warn("Articles have no vectors yet; it is tried again", "shop", w.shop, "in", pause, "error", err)
		case len(missing) > 0:
			pause = time.Until(next)
		}
		w.wait(ctx, pause)
	}
}

// retryIn doubles, with jitter: not all shops of an endpoint at the same moment again.
func retryIn(failures int) time.Duration {
	pause := min(firstRetry<<min(failures, 20), lastRetry)
	return pause/2 + rand.N(pause)
}

func (w *keeper) wait(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-w.shelf.changed:
	case <-timer.C:
	}
}

// look compares what is published with the vectors there are, lets the search use those, deletes what nothing has any more, and
// returns what has none.
func (w *keeper) look(ctx context.Context) ([]piece, error) {
	x, err := w.k.Index(ctx, w.shop)
	if err != nil {
		return nil, err
	}
	var all []piece
	for _, p := range x.Pages() {
		all = append(all, pieces(p)...)
	}
	if err := w.load(ctx, all); err != nil {
		return nil, err
	}
	sp, wanted := &space{setting: w.setting}, make(map[vectorKey]bool, len(all))
	var missing []piece
	for _, p := range all {
		if p.vector = w.have[p.key]; p.vector != nil {
			sp.pieces = append(sp.pieces, p)
		} else if !wanted[p.key] {
			missing = append(missing, p)
		}
		wanted[p.key] = true
	}
	for key := range w.have {
		if !wanted[key] {
			delete(w.have, key)
		}
	}
	// Half a shop found by meaning would hide the other half: what is new waits for the first whole set.
	if len(missing) == 0 || w.shelf.space.Load() != nil {
		w.shelf.show(w, sp)
	}
	if len(missing) > 0 {
		return missing, nil
	}
	return nil, w.k.prune(ctx, w.shop, func(r vectorRow) bool { return wanted[r.vectorKey] && r.model == w.setting.Space() })
}

// load takes vectors from the database into memory for the articles that lack some.
func (w *keeper) load(ctx context.Context, all []piece) error {
	asked := map[string]bool{}
	for _, p := range all {
		if asked[p.key.article] || w.have[p.key] != nil {
			continue
		}
		asked[p.key.article] = true
		rows, err := w.k.vectorsOf(ctx, w.shop, p.key.article, w.setting.Space())
		if err != nil {
			return err
		}
		for key, v := range rows {
			w.have[key] = v
		}
	}
	return nil
}

// fetch asks for vectors and keeps them, batch by batch.
func (w *keeper) fetch(ctx context.Context, missing []piece) error {
	for batch := range slices.Chunk(missing, batchSize) {
		if err := w.fetchBatch(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (w *keeper) fetchBatch(ctx context.Context, batch []piece) error {
	texts := make([]string, len(batch))
	for i, p := range batch {
		texts[i] = p.text
	}
	asking, cancel := context.WithTimeout(ctx, batchTime)
	defer cancel()
	vectors, err := w.k.embedder.Embed(asking, w.setting, texts)
	if err != nil {
		return err
	}
	for i := range batch {
		batch[i].vector = vectors[i]
	}
	if err := w.k.keepVectors(ctx, w.shop, w.setting.Space(), batch); err != nil {
		return err
	}
	for _, p := range batch {
		w.have[p.key] = p.vector
	}
	return nil
}
