package ownwords

import (
	"context"
	"sync"
	"time"
)

// kept is a shop's list as a node has read it.
type kept struct {
	mu      sync.Mutex
	list    List
	version int64 // -1: nothing was read
	checked time.Time
}

// checkEvery is how long what was said on another node may go unnoticed.
const checkEvery = time.Second

// Of is what a shop's words mean now. What this node saved counts at once.
func (w *Words) Of(ctx context.Context, shop string) (List, error) {
	k := w.keptOf(shop)
	k.mu.Lock()
	defer k.mu.Unlock()
	now := w.now()
	if k.version >= 0 && now.Sub(k.checked) < checkEvery {
		return k.list, nil
	}
	version, err := w.version(ctx, shop)
	if err != nil {
		return k.list, err
	}
	if version != k.version {
		entries, err := w.entries(ctx, "state = $2", shop, string(Meant))
		if err != nil {
			return k.list, err
		}
		k.list, k.version = ListOf(entries), version
	}
	k.checked = now
	return k.list, nil
}

func (w *Words) keptOf(shop string) *kept {
	w.mu.Lock()
	defer w.mu.Unlock()
	k := w.kept[shop]
	if k == nil {
		k = &kept{version: -1}
		w.kept[shop] = k
	}
	return k
}

// stale makes the next question read the shop's words anew.
func (w *Words) stale(shop string) {
	k := w.keptOf(shop)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.checked = time.Time{}
}
