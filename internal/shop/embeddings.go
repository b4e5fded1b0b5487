package shop

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"parley/internal/fault"
	"parley/internal/store"
)

// Embeddings is how a shop reaches an endpoint that turns texts into vectors. Its key is written, used, and never shown.
type Embeddings struct {
	Enabled bool   `json:"enabled"`
	BaseURL string `json:"base_url" maxLength:"500"`
	Model   string `json:"model" maxLength:"200"`
	Key     string `json:"-"`
}

// Check names what is wrong with a setting; at is where its fields stand in the request.
func (m Embeddings) Check(at string) []fault.Field {
	var wrong []fault.Field
	if (m.Enabled || m.BaseURL != "") && !isEndpoint(m.BaseURL) {
		wrong = append(wrong, fault.Field{Location: at + "base_url", Reason: fault.Endpoint,
			Message: "write the address of the API, for example https://api.openai.com/v1 or http://127.0.0.1:11434/v1"})
	}
	if m.Enabled && m.Model == "" {
		wrong = append(wrong, fault.Field{Location: at + "model", Message: "name the model", Reason: fault.Missing})
	}
	return wrong
}

// Fill completes a setting that somebody has typed; a key that was not typed again goes nowhere but where it went.
func (m *Embeddings) Fill(had Embeddings, key *string) {
	m.BaseURL, m.Model = strings.TrimSpace(m.BaseURL), strings.TrimSpace(m.Model)
	m.Key = keyFor(m.BaseURL, key, had.BaseURL, had.Key)
}

// Embeddings reads a shop's setting, with its key; a shop without one has it switched off.
func (r *Shops) Embeddings(ctx context.Context, shop string) (m Embeddings, err error) {
	var doc string
	err = r.db.QueryRow(ctx, "SELECT doc, key FROM embeddings WHERE shop = $1", shop).Scan(&doc, &m.Key)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(doc), &m)
}

// AllEmbeddings are the settings that are switched on, by shop.
func (r *Shops) AllEmbeddings(ctx context.Context) (map[string]Embeddings, error) {
	rows, err := r.db.Query(ctx, "SELECT shop, doc, key FROM embeddings")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]Embeddings{}
	for rows.Next() {
		var id, doc string
		var m Embeddings
		if err := rows.Scan(&id, &doc, &m.Key); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(doc), &m); err != nil {
			return nil, err
		}
		if m.Enabled {
			out[id] = m
		}
	}
	return out, rows.Err()
}

// SaveEmbeddings writes a setting.
func (r *Shops) SaveEmbeddings(ctx context.Context, shop string, m Embeddings) error {
	if wrong := m.Check("body."); wrong != nil {
		return fault.Wrong(wrong...)
	}
	doc, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = r.db.Exec(ctx, `INSERT INTO embeddings (shop, doc, key, updated_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop) DO UPDATE SET doc = excluded.doc, key = excluded.key, updated_at = excluded.updated_at`,
		shop, string(doc), m.Key, store.Millis(r.now()))
	return err
}
