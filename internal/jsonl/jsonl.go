// Package jsonl reads JSON Lines files strictly: what is wrong is named by line and field, and nothing is half taken.
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"parley/internal/fault"
)

// MaxLine is the longest line, in bytes.
const MaxLine = 4 << 20

// Imported counts what an import did.
type Imported struct {
	Imported int `json:"imported"`
	Created  int `json:"created"`
	Updated  int `json:"updated"`
}

// maxFaults is how many wrong lines a report names before it stops.
const maxFaults = 50

// Read decodes every line into a T and lets check say what else is wrong with it. Empty lines are skipped, null means absent.
// All lines are read before anything is returned, so that a file is taken whole or not at all.
func Read[T any](r io.Reader, check func(v *T) []fault.Field) ([]T, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), MaxLine)
	var list []T
	var wrong []fault.Field
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\xEF\xBB\xBF")))
		if len(line) == 0 {
			continue
		}
		var v T
		found := decode(line, &v)
		if found == nil && check != nil {
			found = check(&v)
		}
		for _, f := range found {
			wrong = append(wrong, fault.Field{Location: place(n, f.Location), Message: f.Message})
		}
		if len(wrong) >= maxFaults {
			break
		}
		list = append(list, v)
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			return nil, fault.New(fault.TooLarge, "line %d is longer than 4 MB", len(list)+1)
		}
		return nil, err
	}
	if len(wrong) > 0 {
		return nil, fault.Wrong(wrong...)
	}
	return list, nil
}

func place(line int, field string) string {
	if field == "" {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("line %d, %s", line, field)
}

func decode(line []byte, v any) []fault.Field {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.More() {
		return []fault.Field{{Message: "there is more than one value on this line"}}
	}
	if err == nil {
		return nil
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return []fault.Field{{Location: kind.Field, Message: fmt.Sprintf("is a JSON %s where %s is expected", kind.Value, kind.Type)}}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return []fault.Field{{Location: strings.Trim(name, `"`), Message: "is not a field of this file; remove it or correct its name"}}
	}
	return []fault.Field{{Message: "is not JSON: " + strings.TrimPrefix(err.Error(), "json: ")}}
}
