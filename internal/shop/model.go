package shop

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parley/internal/fault"
	"parley/internal/store"
)

// Model is how a shop reaches a language model. Its key is written, used, and never shown.
type Model struct {
	Enabled    bool    `json:"enabled"`
	BaseURL    string  `json:"base_url" maxLength:"500"`
	Model      string  `json:"model" maxLength:"200"`
	Vision     bool    `json:"vision" doc:"the model may be shown customers' pictures"`
	Window     int     `json:"window" doc:"tokens that fit into one request"`
	FirstToken float64 `json:"first_token_seconds" doc:"how long to wait for the first word"`
	Budget     float64 `json:"daily_budget" doc:"0 has no limit"`
	PriceIn    float64 `json:"price_input" doc:"of a million tokens read"`
	PriceOut   float64 `json:"price_output" doc:"of a million tokens written"`
	Currency   string  `json:"currency" maxLength:"3"`
	Key        string  `json:"-"`
}

// Defaults of a setting.
const (
	defaultWindow     = 16_000
	defaultFirstToken = 15
)

// NoModel is the setting of a shop that has none.
func NoModel() Model {
	return Model{Window: defaultWindow, FirstToken: defaultFirstToken, Currency: "USD"}
}

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// Check names what is wrong with a setting; at is where its fields stand in the request.
func (m Model) Check(at string) []fault.Field {
	var wrong []fault.Field
	add := func(ok bool, field, message string, why fault.Reason, values fault.Values) {
		if !ok {
			wrong = append(wrong, fault.Field{Location: at + field, Message: message, Reason: why, Values: values})
		}
	}
	add(!m.Enabled && m.BaseURL == "" || isEndpoint(m.BaseURL), "base_url", "write the address of the API, for example https://api.openai.com/v1 or http://127.0.0.1:11434/v1", fault.Endpoint, nil)
	add(!m.Enabled || m.Model != "", "model", "name the model", fault.Missing, nil)
	between := func(v, lo, hi float64, field, message string) {
		if v < lo {
			add(false, field, message, fault.TooSmall, fault.Values{"min": lo})
		}
		add(v <= hi, field, message, fault.TooBig, fault.Values{"max": hi})
	}
	between(float64(m.Window), 2048, 2_000_000, "window", "is between 2048 and 2000000 tokens")
	between(m.FirstToken, 0.2, 60, "first_token_seconds", "is between 0.2 and 60 seconds")
	between(m.Budget, 0, 1e9, "daily_budget", "is not below 0")
	between(m.PriceIn, 0, 1e6, "price_input", "is not below 0")
	between(m.PriceOut, 0, 1e6, "price_output", "is not below 0")
	add(currencyForm.MatchString(m.Currency), "currency", "use a currency of ISO 4217, for example EUR", fault.Currency, nil)
	add(m.Budget == 0 || m.PriceIn > 0 || m.PriceOut > 0, "price_output", "a budget needs the price of a million tokens", fault.Missing, nil)
	return wrong
}

func isEndpoint(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" && (u.Scheme == "http" || u.Scheme == "https")
}

// origin is where an address sends its requests; a key is only good for the origin it was given for.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Model reads a shop's setting, with its key.
func (r *Shops) Model(ctx context.Context, shop string) (Model, error) {
	m := NoModel()
	var doc string
	err := r.db.QueryRow(ctx, "SELECT doc, key FROM models WHERE shop = $1", shop).Scan(&doc, &m.Key)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(doc), &m)
}

// Fill completes a setting that somebody has typed. A key that was not typed again stays as long as it goes where it went: nobody can
// send it elsewhere to read it.
func (m *Model) Fill(had Model, key *string) {
	m.BaseURL, m.Model, m.Currency = strings.TrimSpace(m.BaseURL), strings.TrimSpace(m.Model), strings.ToUpper(m.Currency)
	m.Key = keyFor(m.BaseURL, key, had.BaseURL, had.Key)
}

// keyFor is the key that goes to an address: the typed one, or the one that goes to the same origin already.
func keyFor(address string, typed *string, hadAddress, had string) string {
	switch {
	case typed != nil:
		return strings.TrimSpace(*typed)
	case origin(hadAddress) == origin(address):
		return had
	}
	return ""
}

// SaveModel writes a setting.
func (r *Shops) SaveModel(ctx context.Context, shop string, m Model) error {
	if wrong := m.Check("body."); wrong != nil {
		return fault.Wrong(wrong...)
	}
	doc, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = r.db.Exec(ctx, `INSERT INTO models (shop, doc, key, updated_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop) DO UPDATE SET doc = excluded.doc, key = excluded.key, updated_at = excluded.updated_at`,
		shop, string(doc), m.Key, store.Millis(r.now()))
	return err
}

// ModelDay is what a shop's model has done on a day.
type ModelDay struct {
	InputTokens  int64   `json:"input_tokens"`
	OutputTokens int64   `json:"output_tokens"`
	Cost         float64 `json:"cost"`
}

// SpentOn reads the account of a day (2006-01-02, UTC).
func (r *Shops) SpentOn(ctx context.Context, shop, day string) (d ModelDay, err error) {
	var cost int64
	err = r.db.QueryRow(ctx, "SELECT input_tokens, output_tokens, cost FROM model_days WHERE shop = $1 AND day = $2", shop, day).Scan(&d.InputTokens, &d.OutputTokens, &cost)
	if errors.Is(err, sql.ErrNoRows) {
		return d, nil
	}
	d.Cost = float64(cost) / 1e6
	return d, err
}

// Spend adds to the account of a day.
func (r *Shops) Spend(ctx context.Context, shop, day string, in, out int64, cost float64) error {
	_, err := r.db.Exec(ctx, `INSERT INTO model_days (shop, day, input_tokens, output_tokens, cost) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (shop, day) DO UPDATE SET input_tokens = model_days.input_tokens + excluded.input_tokens,
			output_tokens = model_days.output_tokens + excluded.output_tokens, cost = model_days.cost + excluded.cost`,
		shop, day, in, out, int64(cost*1e6+0.5))
	return err
}

// Today is the day that budgets count by.
func (r *Shops) Today() string { return r.now().UTC().Format(time.DateOnly) }
