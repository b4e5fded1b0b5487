package conversation

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/store"
)

// The shop's own words for its conversations: tags with colours, reasons for closing, fields. One that is removed stays on the
// conversations that have it and can no longer be chosen.

// WordList is one of the shop's lists.
type WordList string

// The lists.
const (
	Tags     WordList = "tags"
	Reasons  WordList = "reasons"
	OwnField WordList = "fields"
)

// Word is an entry of a list.
type Word struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Colour  string    `json:"colour,omitempty" doc:"Of a tag"`
	Type    FieldType `json:"type,omitempty" enum:"text,number,choice,date" doc:"Of a field"`
	Choices []string  `json:"choices,omitempty" nullable:"false" doc:"Of a field of type choice"`
	Gone    bool      `json:"gone,omitempty" doc:"Removed: shown where it is used, chosen no more"`
}

// FieldType says what may stand in a field.
type FieldType string

// The types of fields.
const (
	TextField   FieldType = "text"
	NumberField FieldType = "number"
	ChoiceField FieldType = "choice"
	DateField   FieldType = "date"
)

// Colours are what a tag may have, by name: each is legible in the light and in the dark.
var Colours = []string{"grey", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"}

const (
	maxWord    = 60
	maxChoices = 50
)

var colourForm = regexp.MustCompile(`^(` + strings.Join(Colours, "|") + `)$`)

func (w *Word) clean(mask func(string) string) {
	w.Name = mask(strings.Join(strings.Fields(Clean(w.Name)), " "))
	kept := w.Choices[:0:0]
	for _, one := range w.Choices {
		if one = mask(strings.Join(strings.Fields(Clean(one)), " ")); one != "" {
			kept = append(kept, one)
		}
	}
	w.Choices = kept
}

// check names what is wrong with a word of a list, and drops what does not belong to it.
func (w *Word) check(list WordList) error {
	var wrong []fault.Field
	if n := utf8.RuneCountInString(w.Name); n == 0 || n > maxWord {
		wrong = append(wrong, fault.Field{Location: "body.name", Message: "a name has 1 to 60 characters", Reason: fault.Length, Values: fault.Values{"min": 1, "max": maxWord}})
	}
	if list != Tags {
		w.Colour = ""
	} else if w.Colour == "" {
		w.Colour = Colours[0]
	}
	if w.Colour != "" && !colourForm.MatchString(w.Colour) {
		wrong = append(wrong, choice("body.colour", Colours))
	}
	if list != OwnField {
		w.Type, w.Choices = "", nil
		return wrongs(wrong)
	}
	if w.Type != ChoiceField {
		w.Choices = nil
	}
	if w.Type == ChoiceField && len(w.Choices) == 0 {
		wrong = append(wrong, fault.Field{Location: "body.choices", Message: "name at least one choice", Reason: fault.Missing})
	}
	if len(w.Choices) > maxChoices {
		wrong = append(wrong, fault.Field{Location: "body.choices", Message: "a field has at most 50 choices", Reason: fault.TooMany, Values: fault.Values{"max": maxChoices}})
	}
	return wrongs(wrong)
}

func choice(at string, options []string) fault.Field {
	list := strings.Join(options, ", ")
	return fault.Field{Location: at, Message: "use one of " + list, Reason: fault.Choice, Values: fault.Values{"options": list}}
}

func wrongs(fields []fault.Field) error {
	if len(fields) == 0 {
		return nil
	}
	return fault.Wrong(fields...)
}

// AddWord adds to a list. A name that was removed before comes back as it was.
func (c *Conversations) AddWord(ctx context.Context, shop string, list WordList, w Word) (Word, error) {
	if list == OwnField && w.Type == "" {
		w.Type = TextField
	}
	w.clean(c.Mask)
	if err := w.check(list); err != nil {
		return w, err
	}
	err := c.db.Tx(ctx, func(tx *store.Tx) error {
		had, err := c.named(ctx, tx, shop, list, w.Name)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			w.ID = c.newID("wd")
			return insertWord(ctx, tx, shop, list, w, store.Millis(c.now()))
		case err != nil:
			return err
		case !had.Gone:
			return taken(w.Name)
		}
		w.ID = had.ID
		return saveWord(ctx, tx, shop, w)
	})
	return w, err
}

func taken(name string) error {
	return fault.New(fault.Conflict, "%s is there already", name).Because(fault.WordExists, fault.Values{"name": name})
}

// ChangeWord renames an entry, or gives it another colour or other choices. A field keeps its type: what stands in it would not fit.
func (c *Conversations) ChangeWord(ctx context.Context, shop string, list WordList, id string, change func(*Word)) (w Word, err error) {
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if w, err = c.word(ctx, tx, shop, list, id); err != nil {
			return err
		}
		kept := w.Type
		change(&w)
		w.Type = kept
		w.clean(c.Mask)
		if err := w.check(list); err != nil {
			return err
		}
		if had, err := c.named(ctx, tx, shop, list, w.Name); err == nil && had.ID != id {
			return taken(w.Name)
		}
		return saveWord(ctx, tx, shop, w)
	})
	return w, err
}

// RemoveWord lets an entry be chosen no more.
func (c *Conversations) RemoveWord(ctx context.Context, shop string, list WordList, id string) error {
	_, err := c.ChangeWord(ctx, shop, list, id, func(w *Word) { w.Gone = true })
	return err
}

// Rules are what a shop has settled about its conversations.
type Rules struct {
	EditMinutes    int  `json:"edit_minutes" minimum:"0" maximum:"1440" doc:"How long who has written a message may change it or take it back; 0: never"`
	ReasonRequired bool `json:"reason_required" doc:"Closing needs a reason"`
}

// defaultRules are those of a shop that has settled nothing.
var defaultRules = Rules{EditMinutes: 15}
