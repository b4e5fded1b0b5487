package locale

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Commit is how a language commits the speaker to do something for a customer by a time. Every text is a regular expression in lower
// case; {duration}, {day} and {clock} stand for what was read as one.
type Commit struct {
	We        []string            `yaml:"we"`        // the speaker will do it: "we will refund", お送りいたします
	Unless    []string            `yaml:"unless"`    // it is a condition, a rule for everybody, or denied
	Within    []string            `yaml:"within"`    // where a duration is a deadline: "within {duration}"
	Days      map[string][]string `yaml:"days"`      // dayNames
	Weekdays  [][]string          `yaml:"weekdays"`  // seven lists from Monday
	Spans     map[string]string   `yaml:"spans"`     // durations without a number: "an hour": 1h; m, h, d, b (working days), w
	Working   []string            `yaml:"working"`   // a duration whose days are working days, when its unit does not say so
	Afternoon []string            `yaml:"afternoon"` // a clock time of the second half of the day
	Next      []string            `yaml:"next"`      // a weekday of next week, when that is said in one word with it
}

// dayNames are the keys of Commit.Days, the ones that contain others first.
var dayNames = []string{"not_a_day", "after_tomorrow", "tomorrow", "today", "next_week", "this_week", "this_month"}

// Commitment is a sentence that promises something by a time.
type Commitment struct {
	Text  string // the sentence as it was written
	Until string // the words that give the time
	When  When
}

// When is a deadline as it was said; Calendar.Deadline turns it into a moment.
type When struct {
	Span    time.Duration // hours and minutes, exact
	Days    int           // calendar days
	Working int           // working days
	Months  int
	Named   string // one of dayNames
	Weekday int    // 1 Monday … 7 Sunday
	Date    int    // month*100 + day
	Year    int    // of Date, 0 when it was not said
	Clock   int    // minute of the day, -1 when none was said
}

// Signs that stand for what was read, so that a pattern can ask for it. They are from a private area of Unicode, no letter of any text.
const (
	durationSign = '\uE000'
	daySign      = '\uE001'
	clockSign    = '\uE002'
	nothingSign  = '\uE003'
)

var commitPlaceholders = strings.NewReplacer("{duration}", "[\uE000\uE002]", "{day}", "\uE001", "{clock}", "\uE002")

// commitReader is a Commit, compiled.
type commitReader struct {
	we, unless, within       []*regexp.Regexp
	working, afternoon, next []*regexp.Regexp
	days                     map[string][]*regexp.Regexp
	weekdays                 [7][]*regexp.Regexp
	spans                    []span
	months                   map[int]*regexp.Regexp // 1 January …, behind a day in digits
	monthFirst               bool                   // 3/20 is the twentieth of March
}

type span struct {
	re   *regexp.Regexp
	when When
}

func newCommitReader(p *Pack) (*commitReader, error) {
	c := p.Commit
	r := &commitReader{days: map[string][]*regexp.Regexp{}, months: monthPatterns(p), monthFirst: slices.Contains([]string{"en", "zh", "ja", "ko"}, p.Lang())}
	var err error
	words := func(list []string) []*regexp.Regexp {
		var out []*regexp.Regexp
		for _, s := range list {
			re, wrong := wholeWords(s)
			if wrong != nil && err == nil {
				err = wrong
			}
			out = append(out, re)
		}
		return out
	}
	if r.we, err = compile(p.Read.Promises); err != nil { // they are parts of words
		return nil, err
	}
	r.we, r.unless, r.within = append(r.we, words(c.We)...), words(strictly(c.Unless)), words(c.Within)
	r.working, r.afternoon, r.next = words(c.Working), words(c.Afternoon), words(c.Next)
	for _, name := range dayNames {
		r.days[name] = words(c.Days[name])
	}
	for i := range min(7, len(c.Weekdays)) {
		r.weekdays[i] = words(c.Weekdays[i])
	}
	for text, value := range c.Spans {
		when, wrong := parseSpan(value)
		if wrong != nil {
			return nil, wrong
		}
		for _, re := range words([]string{text}) {
			r.spans = append(r.spans, span{re, when})
		}
	}
	// The longest first: "half an hour" before "an hour".
	sort.Slice(r.spans, func(i, j int) bool { return len(r.spans[i].re.String()) > len(r.spans[j].re.String()) })
	return r, err
}

// strictly takes "{duration}" for durations alone: "before 5 o'clock" is not "5 hours ago".
func strictly(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "{duration}", string(durationSign))
	}
	return out
}

// monthPatterns find "20 tháng 3" and "20 มีนาคม"; a month of one word in a script with spaces is read as a figure.
func monthPatterns(p *Pack) map[int]*regexp.Regexp {
	out := map[int]*regexp.Regexp{}
	for i := range 12 {
		var names []string
		if i < len(p.Months) {
			names = append(names, p.Months[i])
		}
		if i < len(p.Read.Months) {
			names = append(names, p.Read.Months[i]...)
		}
		names = slices.DeleteFunc(names, func(name string) bool {
			return !strings.Contains(name, " ") && !strings.ContainsFunc(name, lexicon.Syllabic)
		})
		for n, name := range names {
			names[n] = regexp.QuoteMeta(strings.ToLower(name))
		}
		if len(names) > 0 {
			out[i+1] = regexp.MustCompile(`(?i)((\d{1,2})\s?(?:` + strings.Join(names, "|") + `))(?:$|[^\d])`)
		}
	}
	return out
}

// wholeWords compiles a pattern that begins and ends at the edges of words, in scripts that have such.
func wholeWords(s string) (*regexp.Regexp, error) {
	body := commitPlaceholders.Replace(s)
	head, tail := "", ""
	if !strings.ContainsFunc(s, lexicon.Syllabic) {
		head, tail = `(?:^|[^\p{L}\p{N}])`, `(?:$|[^\p{L}\p{N}])`
	}
	return regexp.Compile(`(?i)` + head + "(" + body + ")" + tail)
}

func parseSpan(s string) (When, error) {
	n, err := strconv.Atoi(s[:max(0, len(s)-1)])
	if err != nil || n < 1 {
		return When{}, fmt.Errorf("%q is no span; write 30m, 1h, 2d, 1b or 1w", s)
	}
	when, ok := unitWhen(map[string]string{"m": "minute", "h": "hour", "d": "day", "b": "business_day", "w": "week"}[s[len(s)-1:]], n)
	if !ok {
		return When{}, fmt.Errorf("%q is no span; write 30m, 1h, 2d, 1b or 1w", s)
	}
	return when, nil
}

// maxAhead bounds what counts as a deadline, in units: a larger figure is none.
const maxAhead = 400

func unitWhen(unit string, n int) (When, bool) {
	w := When{Clock: -1}
	switch unit {
	case "minute":
		w.Span = time.Duration(n) * time.Minute
	case "hour":
		w.Span = time.Duration(n) * time.Hour
	case "day":
		w.Days = n
	case "business_day":
		w.Working = n
	case "week":
		w.Days = 7 * n
	case "month":
		w.Months = n
	default:
		return w, false
	}
	return w, n >= 1 && n <= maxAhead
}

// Deadlines reads promises and knows the calendars in which they fall due.
type Deadlines struct {
	*Book
	readers   map[string]func() (*commitReader, error) // compiled with the first message of a locale: all of them take a quarter of a second
	calendars map[string]*Calendar
}

// OpenDeadlines reads calendars/*.yaml of a file system (content.FS); the words are those of the book's packs.
func OpenDeadlines(b *Book, fsys fs.FS) (*Deadlines, error) {
	calendars, err := readCalendars(fsys)
	d := &Deadlines{Book: b, readers: map[string]func() (*commitReader, error){}, calendars: calendars}
	for _, p := range b.packs {
		d.readers[p.Tag] = sync.OnceValues(func() (*commitReader, error) { return newCommitReader(p) })
	}
	return d, err
}

// Commitments lists the sentences of a text that promise a customer something by a time.
func (d *Deadlines) Commitments(text, locale string) []Commitment {
	p, ok := d.Pack(locale)
	if !ok {
		return nil
	}
	var out []Commitment
	for _, sentence := range sentences(text) {
		if c, ok := d.commitment(sentence, p); ok {
			out = append(out, c)
		}
	}
	return out
}

var sentenceEnd = regexp.MustCompile(`[!?？！؟。\n;；]+|[.][\s"”»)]+|[.]$`)

// sentences cuts a text; an end mark stays with its sentence. "p.m. " and "z. B. " are no ends: a sentence goes on in lower case.
func sentences(text string) []string {
	var out []string
	from := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		if text[m[0]] == '.' && shortened(text[from:m[0]], text[m[1]:]) {
			continue
		}
		out = append(out, strings.TrimSpace(text[from:m[1]]))
		from = m[1]
	}
	return append(out, strings.TrimSpace(text[from:]))
}

// shortened sees that a full stop ends an abbreviation or an ordinal, not a sentence.
func shortened(before, after string) bool {
	last := before[strings.LastIndexAny(before, " \u00a0.")+1:]
	next, _ := utf8.DecodeRuneInString(after)
	return utf8.RuneCountInString(last) <= 2 && next != utf8.RuneError && strings.ToUpper(string(next)) != string(next) ||
		last != "" && strings.Trim(last, "0123456789") == "" && after != ""
}

func (d *Deadlines) commitment(sentence string, p *Pack) (Commitment, bool) {
	if sentence == "" || strings.ContainsAny(sentence, "?？؟") {
		return Commitment{}, false
	}
	r, err := d.readers[p.Tag]()
	if err != nil {
		return Commitment{}, false // TestCommitDataIsComplete does not let such a pack pass
	}
	s := r.read(norm.NFC.String(sentence), func(text string) []figure.Figure { return d.Figures(text, p.Lang()) })
	at := s.first(r.we)
	if at < 0 || s.first(r.unless) >= 0 {
		return Commitment{}, false
	}
	when, until, ok := s.deadline(r, at)
	return Commitment{Text: sentence, Until: until, When: when}, ok
}
