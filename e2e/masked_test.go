package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secrets are what a customer should never have written, and what of them must be nowhere in the stored bytes.
var secrets = []struct{ text, gone string }{
	{"My card is 4929 4212 3460 0821, please charge it", "4212 3460"},
	{"5425233430109903", "5425233430109"},
	{"card ４９２９４２１２３４６００８２１ ok", "４９２９４２１２"},
	{"بطاقتي ٤٩٢٩٤٢١٢٣٤٦٠٠٨٢١", "٤٩٢٩٤٢١٢"},
	{"4929\n4212\n3460\n0821", "4212\\n3460"},
	{"My IBAN is DE75 5121 0800 1245 1261 99", "5121 0800"},
	{"我的身份证是110105199003072346", "110105199003072346"},
	{"mon mot de passe est tournesol77", "tournesol77"},
	{"кстати, пароль: ромашка88", "ромашка88"},
}

// kept is what must still be there: the look into the bytes can find something at all.
const kept = "4300012345678910"

// TestNothingSecretIsStored sends secrets by every way in, and then reads the bytes that were written.
func TestNothingSecretIsStored(t *testing.T) {
	onBoth(t, func(t *testing.T, d database) {
		s := startServer(t, parleyBin, d.url(t), append(noLimits, "--log-level", "debug")...)
		a := newTenant(t, s, "first")
		for i, secret := range secrets {
			a.tell(t, i, secret.text)
		}
		a.tell(t, len(secrets), "Where is my parcel? tracking number "+kept)
		served := a.everything(t)
		a.look(t, "what the API tells", served)
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		for name, data := range stored(t, s) {
			a.look(t, name, data)
		}
		if err := s.start(); err != nil { // the cleanup stops it
			t.Fatal(err)
		}
	})
}

// tell sends a text as a message, a note, a reply, a rating's comment, a file's name and a reason to close.
func (w tenant) tell(t *testing.T, i int, text string) {
	t.Helper()
	own, staff := "/visitor/conversations/"+w.ids["/conversations/"], "/conversations/"+w.ids["/conversations/"]
	body := map[string]string{"client_key": fmt.Sprint("secret", i), "text": text}
	upload(t, w.visit, own+"/attachments", strings.ReplaceAll(text, "\n", " ")+".png", png)
	for _, one := range []struct {
		c    caller
		path string
		body any
	}{
		{w.visit, own + "/messages", body}, {w.visit, own + "/rating", map[string]any{"score": 1, "comment": text}},
		{w.staff["agent"], staff + "/notes", body}, {w.staff["agent"], staff + "/take", nil}, {w.staff["agent"], staff + "/messages", body},
		{w.staff["agent"], staff + "/close", map[string]string{"comment": text}},
	} {
		if err := one.c.must("POST", one.path, one.body, nil); err != nil {
			t.Error(err)
		}
	}
}

// everything is what staff and the customer can read of the conversation.
func (w tenant) everything(t *testing.T) []byte {
	t.Helper()
	var all []byte
	for _, path := range []string{"/conversations", "/conversations/" + w.ids["/conversations/"], "/conversations/" + w.ids["/conversations/"] + "/events"} {
		all = append(all, try(t, w.staff["viewer"], "GET", path, routeOf{}).body...)
		all = append(all, try(t, w.visit, "GET", "/visitor"+path, routeOf{}).body...)
	}
	return all
}

// stored is what lies on disk, or in PostgreSQL's tables.
func stored(t *testing.T, s *server) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(filepath.Dir(s.data), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found["file "+filepath.Base(path)] = append([]byte(path), data...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.database != "" {
		found["tables"] = rows(t, s)
	}
	return found
}

// rows writes every row of every table of PostgreSQL as text.
func rows(t *testing.T, s *server) []byte {
	t.Helper()
	db, err := s.openDatabase()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables string
	if err := db.QueryRow("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'").Scan(&tables); err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for table := range strings.FieldsSeq(tables) {
		var text string
		if err := db.QueryRow(`SELECT COALESCE(string_agg(t::text, E'\n'), '') FROM ` + table + ` t`).Scan(&text); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		all.WriteString(text)
	}
	return all.Bytes()
}

// look finds no secret; and in what holds the messages, what is no secret.
func (w tenant) look(t *testing.T, name string, data []byte) {
	t.Helper()
	for _, secret := range secrets {
		if at := bytes.Index(data, []byte(secret.gone)); at >= 0 {
			t.Errorf("%s holds %q: …%.80q", name, secret.gone, data[max(0, at-30):])
		}
	}
	if (name == "tables" || name == "file parley.db" || strings.HasPrefix(name, "what")) && !bytes.Contains(data, []byte(kept)) {
		t.Errorf("%s does not even hold the tracking number %s", name, kept)
	}
}
