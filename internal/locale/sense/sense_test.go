package sense_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

func TestBrokenFilesAreRefused(t *testing.T) {
	for name, raw := range map[string][]byte{
		"cut":           {3, 1, 'a'},
		"without rows":  {1, 1, 'a'},
		"far too many":  binary.AppendUvarint(nil, 1<<60),
		"a key too far": append([]byte{1}, binary.AppendUvarint(nil, 1<<40)...),
	} {
		if m, err := sense.Read(bytes.NewReader(raw)); err == nil {
			t.Errorf("%s: read %d notions", name, m.Len())
		}
	}
	if m, err := sense.Read(bytes.NewReader(nil)); err != nil || m.Len() != 0 {
		t.Errorf("an empty file knows nothing: %v, %v", m.Len(), err)
	}
}

// A model that is not there says of nothing that it is near.
func TestNoModel(t *testing.T) {
	var m *sense.Model
	n := []lexicon.Notion{{Key: "c:refund", Weight: 1}}
	if d := sense.Dot(m.Asked(n), m.Told(sense.Field{Notions: n, Weight: 1})); d != 0 {
		t.Errorf("nearness %v", d)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{2, 1, 'a', 1, 'b'})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, err := sense.Read(bytes.NewReader(raw)); err == nil {
			m.Asked([]lexicon.Notion{{Key: "a", Weight: 1}})
		}
	})
}
