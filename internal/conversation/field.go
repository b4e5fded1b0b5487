package conversation

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Fields are the values of the shop's own fields, by the field's id. All are text; the field's type says what the text is.
type Fields map[string]string

// FilledNote is the payload of filled: the fields that changed; "" empties one.
type FilledNote struct {
	Values Fields            `json:"values"`
	Names  map[string]string `json:"names"`
}

// maxValue is the longest value of a text field, in characters.
const maxValue = 500

// Fill writes the shop's own fields of a conversation; "" empties one.
func (c *Conversations) Fill(ctx context.Context, shop, id string, who flow.Actor, values Fields) error {
	return c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		note, err := c.filled(ctx, tx, shop, have.Fields, values)
		if err != nil || len(note.Values) == 0 {
			return err
		}
		_, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Filled, Actor: who, Payload: note})
		return err
	})
}

func (c *Conversations) filled(ctx context.Context, tx *store.Tx, shop string, have, values Fields) (FilledNote, error) {
	note := FilledNote{Values: Fields{}, Names: map[string]string{}}
	var wrong []fault.Field
	for id, value := range values {
		field, err := c.word(ctx, tx, shop, OwnField, id)
		if fault.CodeOf(err) == fault.NotFound {
			wrong = append(wrong, fault.Field{Location: "body.values." + id, Message: "there is no such field", Reason: fault.UnknownOwn})
			continue
		}
		if err != nil {
			return note, err
		}
		value = c.Mask(Clean(value))
		if bad := field.unfit(value); bad != nil {
			wrong = append(wrong, *bad)
		}
		if have[id] != value {
			note.Values[id], note.Names[id] = value, field.Name
		}
	}
	return note, wrongs(wrong)
}

// unfit says why a value cannot stand in a field; nil when it can.
func (w Word) unfit(value string) *fault.Field {
	bad := func(message string, why fault.Reason, values fault.Values) *fault.Field {
		return &fault.Field{Location: "body.values." + w.ID, Message: message, Reason: why, Values: values}
	}
	switch {
	case value == "":
		return nil
	case utf8.RuneCountInString(value) > maxValue:
		return bad("a value has at most 500 characters", fault.TooLong, fault.Values{"max": maxValue})
	case w.Type == NumberField:
		if n, err := strconv.ParseFloat(value, 64); err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return bad("write a number, for example 12.5", fault.Number, nil)
		}
	case w.Type == DateField:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return bad("write a day as 2026-12-31", fault.Date, nil)
		}
	case w.Type == ChoiceField && !slices.Contains(w.Choices, value):
		f := choice("body.values."+w.ID, w.Choices)
		return &f
	}
	return nil
}

func (c *Conversations) applyFilled(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note FilledNote
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	have, err := get(ctx, tx, e.Shop, e.Stream)
	if err != nil {
		return err
	}
	for id, value := range note.Values {
		if have.Fields[id] = value; value == "" {
			delete(have.Fields, id)
		}
	}
	_, err = tx.Exec(ctx, "UPDATE conversations SET head = $2, fields = $3 WHERE id = $1", e.Stream, e.Seq, jsonText(have.Fields))
	return err
}
