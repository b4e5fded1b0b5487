package builtin

import "sync"

// kept holds what was worked out of articles, which do not change; when it is full it begins anew.
type kept[K comparable, V any] struct {
	most int
	mu   sync.RWMutex
	of   map[K]V
}

func (k *kept[K, V]) get(key K) (V, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	v, ok := k.of[key]
	return v, ok
}

func (k *kept[K, V]) put(key K, v V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.of) >= k.most || k.of == nil {
		k.of = map[K]V{}
	}
	k.of[key] = v
}
