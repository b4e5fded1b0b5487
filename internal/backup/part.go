package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"parley/internal/store"
)

// part is a piece of a table: a first line with its columns, then a line for each row.
type part struct {
	table  store.Table
	number int
	rows   int64
	text   bytes.Buffer
}

func (p *part) begin() error {
	if p.text.Len() > 0 {
		return nil
	}
	return p.line(lead{p.table.Name, p.table.Columns})
}

func (p *part) add(values []any) error {
	if err := p.begin(); err != nil {
		return err
	}
	row := make([]any, len(values))
	for i, v := range values {
		row[i] = written(v)
	}
	p.rows++
	return p.line(row)
}

func (p *part) line(v any) error {
	e := json.NewEncoder(&p.text)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// raw is a value that JSON has no form for: bytes, or text that is not valid UTF-8 and would be mended on the way.
type raw struct {
	Bytes *string `json:"bytes,omitempty"`
	Text  *string `json:"text,omitempty"`
}

func written(v any) any {
	switch v := v.(type) {
	case []byte:
		text := base64.StdEncoding.EncodeToString(v)
		return raw{Bytes: &text}
	case string:
		if !utf8.ValidString(v) {
			text := base64.StdEncoding.EncodeToString([]byte(v))
			return raw{Text: &text}
		}
	}
	return v
}

// readPart is the way back.
func readPart(text []byte) (l lead, rows [][]any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&l); err != nil {
		return l, nil, err
	}
	for d.More() {
		var row []any
		if err := d.Decode(&row); err != nil {
			return l, nil, err
		}
		if len(row) != len(l.Columns) {
			return l, nil, fmt.Errorf("a row of %s has %d values for %d columns", l.Table, len(row), len(l.Columns))
		}
		for i, v := range row {
			if row[i], err = value(v); err != nil {
				return l, nil, err
			}
		}
		rows = append(rows, row)
	}
	return l, rows, nil
}

// value turns what JSON has made of a value into the value.
func value(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return v.Float64()
		}
		return v.Int64()
	case map[string]any:
		if text, ok := v["bytes"].(string); ok {
			return base64.StdEncoding.DecodeString(text)
		}
		if text, ok := v["text"].(string); ok {
			b, err := base64.StdEncoding.DecodeString(text)
			return string(b), err
		}
		return nil, errors.New("a value is neither bytes nor text")
	}
	return v, nil
}
