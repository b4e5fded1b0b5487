package api

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
)

// A name is the one of the description and no other: "Text" is not "text". Two programs that read one body must not read two things.
func init() { huma.ValidateStrictCasing = true }

// unique refuses an object in which a name stands twice: which of the two counts would be anybody's guess (RFC 8259, 4).
func unique(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	var open []*object
	for {
		token, err := d.Token()
		if err != nil {
			return nil // whoever decodes it will say what is wrong
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			o := &object{}
			if token == json.Delim('{') {
				o.names = map[string]bool{}
			}
			open = append(open, o)
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		default:
			if len(open) > 0 && open[len(open)-1].repeats(token) {
				return fmt.Errorf("the name %.60q stands twice in one object", token)
			}
		}
		if len(open) > 0 {
			open[len(open)-1].done()
		}
	}
}

// object is an open object, or list (without names), and whether the next string in it is a value.
type object struct {
	names map[string]bool
	value bool
}

// repeats notes a name, and says whether it was there.
func (o *object) repeats(token json.Token) bool {
	name, ok := token.(string)
	if !ok || o.names == nil || o.value {
		return false
	}
	twice := o.names[name]
	o.names[name] = true
	return twice
}

// done: names and values take turns.
func (o *object) done() {
	if o.names != nil {
		o.value = !o.value
	}
}
