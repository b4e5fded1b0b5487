package doctor

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"parley/internal/store"
)

// Bundle packs a report with what a helper asks for next. It is made of what may go out, and not of everything less what may not: of
// settings their names, of tables their sizes, of the log its fixed sentences.
func (p Patient) Bundle(ctx context.Context, to, logFile string, r Report) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("the bundle cannot be written: %w", err)
	}
	z := zip.NewWriter(f)
	err = p.pack(ctx, z, logFile, r)
	if err := errors.Join(err, z.Close(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

func (p Patient) pack(ctx context.Context, z *zip.Writer, logFile string, r Report) error {
	var report bytes.Buffer
	r.Findings = slices.Clone(r.Findings)
	for i, f := range r.Findings {
		r.Findings[i].Found, r.Findings[i].Error = scrub(f.Found), known(f.Error)
	}
	if err := r.WriteJSON(&report); err != nil {
		return err
	}
	files := map[string][]byte{"report.json": report.Bytes(), "settings.txt": []byte(p.openly()), "versions.txt": []byte(versions(p.Program)),
		"metrics.txt": p.metrics(ctx), "tables.json": p.tables(ctx)}
	if logFile != "" {
		text, err := tail(logFile)
		if err != nil {
			return fmt.Errorf("the log cannot be read: %w", err)
		}
		files["log.txt"] = sentences(text)
	}
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// openly tells the settings: numbers and switches as they are, of texts only whether they are set, of addresses what is no secret.
func (p Patient) openly() string {
	var b strings.Builder
	v := reflect.ValueOf(p.Config)
	for i := range v.NumField() {
		key := v.Type().Field(i).Tag.Get("yaml")
		switch value := v.Field(i).Interface().(type) {
		case string:
			fmt.Fprintf(&b, "%s: %s\n", key, described(key, value))
		default:
			fmt.Fprintf(&b, "%s: %v\n", key, value)
		}
	}
	return b.String()
}

// plainSettings are texts that are words of a closed list, or say where to listen.
var plainSettings = map[string]bool{"listen": true, "log_level": true, "log_format": true}

func described(key, value string) string {
	u, err := url.Parse(value)
	switch {
	case value == "":
		return "not set"
	case plainSettings[key]:
		return value
	case err == nil && u.Host != "":
		return u.Scheme + "://…"
	}
	return "set"
}

func versions(program string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "parley %s\n%s %s/%s, %d processors\n", program, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			fmt.Fprintf(&b, "%s %s\n", d.Path, d.Version)
		}
	}
	return b.String()
}

// metrics are the running server's figures: the Go runtime's (goroutines, heap) and Parley's own. None of them has a label that names a
// person or a shop.
func (p Patient) metrics(ctx context.Context) []byte {
	res, err := get(ctx, local(p.Config.Listen)+"/metrics", nil)
	if err != nil {
		return []byte("no server answers\n")
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 4<<20))
	if err != nil || res.StatusCode != http.StatusOK {
		return []byte(res.Status + "\n")
	}
	return text
}

func (p Patient) tables(ctx context.Context) []byte {
	db, err := store.OpenAsItIs(p.Config.Data, p.Config.Database, quiet)
	if err != nil {
		return []byte("{}")
	}
	defer db.Close()
	all, err := counts(ctx, db)
	if err != nil {
		return []byte("{}")
	}
	text, _ := json.MarshalIndent(all, "", " ") // it is made of numbers
	return text
}

// tailSize is how much of the log goes along.
const tailSize = 1 << 20

func tail(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if about, err := f.Stat(); err == nil && about.Size() > tailSize {
		if _, err := f.Seek(-tailSize, io.SeekEnd); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(f)
}

// sentences keeps of each line of the log when it was, how bad, the fixed sentence, and what is known of the error. A line of
// another form, such as the welcome text with its password, is left out.
func sentences(text []byte) []byte {
	var out bytes.Buffer
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if s, ok := sentence(lines.Text()); ok {
			out.WriteString(s + "\n")
		}
	}
	return out.Bytes()
}

var textLine = regexp.MustCompile(`^time=(\S+) level=(\w+) msg=("(?:[^"\\]|\\.)*"|\S+)(?:.* error=("(?:[^"\\]|\\.)*"|\S+))?`)

func sentence(line string) (string, bool) {
	if m := textLine.FindStringSubmatch(line); m != nil {
		return strings.Join([]string{m[1], m[2], scrub(strings.Trim(m[3], `"`)), known(m[4])}, " "), true
	}
	var j struct{ Time, Level, Msg, Error string }
	if json.Unmarshal([]byte(line), &j) == nil && j.Msg != "" {
		return strings.Join([]string{j.Time, j.Level, scrub(j.Msg), known(j.Error)}, " "), true
	}
	return "", false
}

// What may be a value of somebody's: an address, a quoted word, a long number, an id, and what is not written in Latin letters.
var values = regexp.MustCompile(`[a-z]+://[^\s"']+|\S+@\S+|"[^"]*"|\\"[^"]*\\"|'[^']*'|\b[\w-]*\d[\w-]{5,}\b|[^\x00-\x7F“”’→…–]+`)

var urls = regexp.MustCompile(`[a-z]+://[^\s"']+`)

// hideURLs takes addresses out: they may carry a password.
func hideURLs(text string) string { return urls.ReplaceAllString(text, "…") }

// scrub takes what may be a value out of a sentence of our own.
func scrub(text string) string { return values.ReplaceAllString(text, "…") }

// What an error may say: anything else could be a customer's word or a name.
var knownErrors = regexp.MustCompile(`(?i)context (canceled|deadline exceeded)|connection (refused|reset)|broken pipe|unexpected EOF|no such (host|table|column|file or directory)|i/o timeout|` +
	`database is locked|database disk image is malformed|disk (is full|I/O error)|no space left on device|read-only file system|permission denied|too many (open files|connections)|` +
	`(unique|foreign key|check|not null) constraint|duplicate key|SQLSTATE [0-9A-Z]{5}|certificate|handshake|authentication failed|401 Unauthorized|403 Forbidden|404 Not Found|429 Too Many Requests|50[0-4] [A-Z][a-z]+|there is no database`)

// known keeps of an error what is known.
func known(text string) string {
	if text == "" {
		return ""
	}
	return "(" + strings.Join(append(knownErrors.FindAllString(text, -1), "…"), ", ") + ")"
}
