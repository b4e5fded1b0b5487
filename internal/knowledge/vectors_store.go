package knowledge

import (
	"context"
	"encoding/binary"
	"math"

	"parley/internal/store"
)

// vectorsOf reads an article's vectors of one model.
func (k *Knowledge) vectorsOf(ctx context.Context, shop, article, model string) (map[vectorKey][]float32, error) {
	rows, err := k.db.Query(ctx, "SELECT locale, market, hash, vector FROM passage_vectors WHERE shop = $1 AND article = $2 AND model = $3", shop, article, model)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[vectorKey][]float32{}
	for rows.Next() {
		key := vectorKey{article: article}
		var raw []byte
		if err := rows.Scan(&key.locale, &key.market, &key.hash, &raw); err != nil {
			return nil, err
		}
		out[key] = unpacked(raw)
	}
	return out, rows.Err()
}

// keepVectors writes vectors; another node may have been faster.
func (k *Knowledge) keepVectors(ctx context.Context, shop, model string, list []piece) error {
	return k.db.Tx(ctx, func(tx *store.Tx) error {
		for _, p := range list {
			if _, err := tx.Exec(ctx, `INSERT INTO passage_vectors (shop, article, locale, market, hash, model, vector) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (shop, article, locale, market, hash, model) DO NOTHING`,
				shop, p.key.article, p.key.locale, p.key.market, p.key.hash, model, packed(p.vector)); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetVectors deletes those of an article that is not published any more.
func forgetVectors(ctx context.Context, tx *store.Tx, shop, article string) error {
	_, err := tx.Exec(ctx, "DELETE FROM passage_vectors WHERE shop = $1 AND article = $2", shop, article)
	return err
}

type vectorRow struct {
	vectorKey
	model string
}

// prune deletes the vectors that nothing published has: of older texts, and of models that are not asked any more.
func (k *Knowledge) prune(ctx context.Context, shop string, wanted func(vectorRow) bool) error {
	rows, err := k.db.Query(ctx, "SELECT article, locale, market, hash, model FROM passage_vectors WHERE shop = $1", shop)
	if err != nil {
		return err
	}
	defer rows.Close()
	var stale []vectorRow
	for rows.Next() {
		var r vectorRow
		if err := rows.Scan(&r.article, &r.locale, &r.market, &r.hash, &r.model); err != nil {
			return err
		}
		if !wanted(r) {
			stale = append(stale, r)
		}
	}
	if err := rows.Err(); err != nil || len(stale) == 0 {
		return err
	}
	return k.db.Tx(ctx, func(tx *store.Tx) error {
		for _, r := range stale {
			if _, err := tx.Exec(ctx, "DELETE FROM passage_vectors WHERE shop = $1 AND article = $2 AND locale = $3 AND market = $4 AND hash = $5 AND model = $6",
				shop, r.article, r.locale, r.market, r.hash, r.model); err != nil {
				return err
			}
		}
		return nil
	})
}

func packed(v []float32) []byte {
	out := make([]byte, 0, 4*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	return out
}

func unpacked(raw []byte) []float32 {
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return out
}
