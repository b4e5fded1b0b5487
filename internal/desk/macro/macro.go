// Package macro keeps canned replies: a text for each language and market, with fields that are filled from the conversation when an agent
// takes one up. Nothing is sent by it: the agent sees the filled text first.
package macro

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"parley/internal/fault"
	"parley/internal/locale"
	"parley/internal/store"
)

// Macro is a canned reply.
type Macro struct {
	ID        string    `json:"id"`
	Mine      bool      `json:"mine" doc:"Only the caller sees it; else all of the shop do"`
	Name      string    `json:"name"`
	Texts     []Text    `json:"texts" nullable:"false"`
	Actions   Actions   `json:"actions"`
	Version   int64     `json:"version"`
	Used      int64     `json:"used"`
	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy string    `json:"updated_by,omitempty"`
}

// Text is a macro in one language, or in one language for one market.
type Text struct {
	Locale string `json:"locale" doc:"BCP 47"`
	Market string `json:"market,omitempty" doc:"ISO 3166-1 alpha-2; absent: every market"`
	Text   string `json:"text"`
}

// Actions are what else happens once the reply is sent.
type Actions struct {
	Close bool `json:"close,omitempty"`
}

// Draft is what somebody writes.
type Draft struct {
	Mine    bool    `json:"mine,omitempty"`
	Name    string  `json:"name"`
	Texts   []Text  `json:"texts" maxItems:"60"`
	Actions Actions `json:"actions,omitzero"`
	Version int64   `json:"version,omitempty" doc:"the one that was changed; absent: a new macro"`
}

// Author is who writes or uses a macro.
type Author struct {
	ID, Name string
	Keeps    bool // the macros that all of the shop see
}

// Macros is the shop's collection.
type Macros struct {
	db    *store.DB
	book  *locale.Book
	now   func() time.Time
	newID func(prefix string) string
}

// New makes it.
func New(db *store.DB, book *locale.Book) *Macros {
	return &Macros{db: db, book: book, now: time.Now, newID: store.NewID}
}

const (
	longestName = 80
	longestText = 5000
)

var market = regexp.MustCompile("^[A-Z]{2}$")

// clean checks a draft field by field and puts it into order.
func (d *Draft) clean() error {
	var wrong []fault.Field
	bad := func(at, message string, r fault.Reason, v fault.Values) {
		wrong = append(wrong, fault.Field{Location: at, Message: message, Reason: r, Values: v})
	}
	d.Name = strings.TrimSpace(d.Name)
	switch n := utf8.RuneCountInString(d.Name); {
	case n == 0:
		bad("body.name", "give it a name", fault.Missing, nil)
	case n > longestName:
		bad("body.name", "a name has at most 80 characters", fault.TooLong, fault.Values{"max": longestName})
	}
	if len(d.Texts) == 0 {
		bad("body.texts", "write at least one text", fault.Missing, nil)
	}
	seen := map[[2]string]bool{}
	for i := range d.Texts {
		d.Texts[i].clean(fmt.Sprintf("body.texts[%d]", i), seen, bad)
	}
	if len(wrong) > 0 {
		return fault.Wrong(wrong...)
	}
	return nil
}

func (t *Text) clean(at string, seen map[[2]string]bool, bad func(at, message string, r fault.Reason, v fault.Values)) {
	tag, err := language.Parse(t.Locale)
	if err != nil || t.Locale == "" {
		bad(at+".locale", "is a language tag such as de or pt-BR", fault.LanguageTag, nil)
	}
	t.Locale, t.Market = tag.String(), strings.ToUpper(strings.TrimSpace(t.Market))
	if t.Market != "" && !market.MatchString(t.Market) {
		bad(at+".market", "is a country code such as DE", fault.Country, nil)
	}
	if key := [2]string{t.Locale, t.Market}; seen[key] {
		bad(at+".locale", "there is a text for this language and market already", fault.MacroTwice, nil)
	} else {
		seen[key] = true
	}
	t.Text = strings.TrimSpace(strings.ReplaceAll(t.Text, "\r\n", "\n"))
	switch n := utf8.RuneCountInString(t.Text); {
	case n == 0:
		bad(at+".text", "write the text", fault.Missing, nil)
	case n > longestText:
		bad(at+".text", "a text has at most 5000 characters", fault.TooLong, fault.Values{"max": longestText})
	}
	for _, f := range fields(t.Text) {
		if !slices.Contains(Fields, f.name) {
			bad(at+".text", fmt.Sprintf("there is no field {{%s}}; use one of %s", f.name, strings.Join(Fields, ", ")), fault.MacroField, fault.Values{"name": f.name})
		}
	}
}

// Add writes a new macro.
func (m *Macros) Add(ctx context.Context, shop string, who Author, d Draft) (Macro, error) {
	if err := d.clean(); err != nil {
		return Macro{}, err
	}
	if !d.Mine && !who.Keeps {
		return Macro{}, notYours()
	}
	one := Macro{ID: m.newID("mc"), Mine: d.Mine, Name: d.Name, Texts: d.Texts, Actions: d.Actions, Version: 1, UpdatedAt: m.now().UTC().Truncate(time.Millisecond), UpdatedBy: who.Name}
	return one, m.db.Tx(ctx, func(tx *store.Tx) error { return insert(ctx, tx, shop, owner(d.Mine, who), one) })
}

// Change replaces a macro. Whoever has changed it in the meantime is not overwritten.
func (m *Macros) Change(ctx context.Context, shop, id string, who Author, d Draft) (one Macro, err error) {
	if err := d.clean(); err != nil {
		return one, err
	}
	err = m.db.Tx(ctx, func(tx *store.Tx) error {
		have, err := m.mayChange(ctx, tx, shop, id, who)
		if err != nil {
			return err
		}
		if d.Version != have.Version {
			return fault.New(fault.Conflict, "%s has changed this macro in the meantime", have.UpdatedBy).Because(fault.MacroChanged, fault.Values{"name": have.UpdatedBy})
		}
		if !d.Mine && !who.Keeps {
			return notYours()
		}
		one = Macro{ID: id, Mine: d.Mine, Name: d.Name, Texts: d.Texts, Actions: d.Actions, Version: have.Version + 1, Used: have.Used, UpdatedAt: m.now().UTC().Truncate(time.Millisecond), UpdatedBy: who.Name}
		return update(ctx, tx, shop, owner(d.Mine, who), one)
	})
	return one, err
}

// Remove deletes a macro.
func (m *Macros) Remove(ctx context.Context, shop, id string, who Author) error {
	return m.db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := m.mayChange(ctx, tx, shop, id, who); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "DELETE FROM macros WHERE shop = $1 AND id = $2", shop, id)
		return err
	})
}

func (m *Macros) mayChange(ctx context.Context, tx *store.Tx, shop, id string, who Author) (Macro, error) {
	have, err := get(ctx, tx, shop, id, who.ID)
	if err == nil && !have.Mine && !who.Keeps {
		err = notYours()
	}
	return have, err
}

func owner(mine bool, who Author) string {
	if mine {
		return who.ID
	}
	return ""
}

func notYours() error {
	return fault.New(fault.Forbidden, "Macros that all of the shop see are kept by operators; save it for yourself").Because(fault.MacroShared, nil)
}

func encode(v any) string {
	b, _ := json.Marshal(v) // texts and flags always encode
	return string(b)
}
