package builtin

import (
	"context"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

// An instruction that stops in the middle is worse than none.
func TestInstructionsAreToldToTheirEnd(t *testing.T) {
	x := index.New(book().Lexicon(), book().Senses())
	x.Put(index.Doc{ID: "descale", Lang: "en", Title: "Descale the kettle", Body: "## Steps\n\n1. Unplug it.\n2. Empty it.\n3. Pour in the descaler.\n4. Fill it up.\n5. Boil it.\n6. Wait for an hour.\n7. Empty it again.\n8. Rinse it twice."})
	e := New(book(), shelf{x}, bikeShop{NewCatalog(nil, book().Lexicon())})
	turn := newTalk(t, "en-US").turn
	turn.Text = "How do I descale the kettle?"
	var said strings.Builder
	_, err := e.Compose(context.Background(), turn, func(s engine.Sentence, _ []engine.Evidence) error {
		said.WriteString(s.Text + "\n")
		return nil
	})
	if err != nil || !strings.Contains(said.String(), "8. Rinse it twice.") {
		t.Fatalf("%v: %s", err, said.String())
	}
}
