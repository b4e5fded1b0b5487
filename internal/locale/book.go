package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"sort"
	"strings"

	"golang.org/x/text/language"

	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// Book holds all locale packs, the lexicon and what is derived from them. It never changes after Open.
type Book struct {
	packs    []*Pack
	byTag    map[string]*Pack
	byLang   map[string]*Pack
	lexicon  *lexicon.Lexicon
	senses   *sense.Model
	figures  *figure.Reader
	detector *detector
	slips    map[string][]*regexp.Regexp
	promises map[string][]*regexp.Regexp
	negate   map[string]map[string]bool
	country  map[string]string // place concept → ISO code
	place    map[string]string // ISO code → place concept
}

// Open reads locales/*.yaml and lexicon/*.yaml of a file system (content.FS).
func Open(fsys fs.FS) (*Book, error) {
	packs, err := readPacks(fsys)
	if err != nil {
		return nil, err
	}
	b := &Book{packs: packs, byTag: map[string]*Pack{}, byLang: map[string]*Pack{}, slips: map[string][]*regexp.Regexp{}, promises: map[string][]*regexp.Regexp{}, negate: map[string]map[string]bool{}}
	if err := b.register(); err != nil {
		return nil, err
	}
	list, err := lexicon.Read(fsys, "lexicon/*.yaml", "lexicon/*/*.yaml")
	if err != nil {
		return nil, err
	}
	list = lexicon.Merge(append(list, b.acts()...))
	var more []lexicon.Concept
	b.country, b.place, more = places(list, b.langs())
	list = append(list, more...)
	b.lexicon = lexicon.New(list, b.functionWords())
	b.lexicon.Name(codes(b.place))
	if err := b.lexicon.Gloss(fsys, "glosses/??.tsv"); err != nil {
		return nil, err
	}
	b.lexicon.Relate(fsys, "glosses/related.tsv")
	if b.senses, err = readSenses(fsys); err != nil {
		return nil, err
	}
	b.figures = figure.New(b.figureWords())
	heard, err := fs.ReadFile(fsys, "senses/heard.tsv")
	if err != nil {
		return nil, err
	}
	b.detector = newDetector(b.functionWords(), b.lexicon, string(heard))
	return b, nil
}

// readSenses reads what notions mean beside each other.
func readSenses(fsys fs.FS) (*sense.Model, error) {
	f, err := fsys.Open("senses/model.bin")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return sense.Read(f)
}

// Senses tells how near texts lie in meaning.
func (b *Book) Senses() *sense.Model { return b.senses }

func (b *Book) register() error {
	for _, p := range b.packs {
		b.byTag[p.Tag] = p
		if b.byLang[p.Lang()] == nil {
			b.byLang[p.Lang()] = p
		}
		var err error
		if b.slips[p.Tag], err = compile(p.Register.Slips); err != nil {
			return fmt.Errorf("locale pack %s: %w", p.Tag, err)
		}
		promises, err := compile(p.Read.Promises)
		if err != nil {
			return fmt.Errorf("locale pack %s: %w", p.Tag, err)
		}
		b.promises[p.Lang()] = append(b.promises[p.Lang()], promises...)
		if b.negate[p.Lang()] == nil {
			b.negate[p.Lang()] = map[string]bool{}
		}
		for _, w := range p.Read.Negations {
			b.negate[p.Lang()][lexicon.Fold(w)] = true
		}
	}
	return nil
}

func compile(list []string) ([]*regexp.Regexp, error) {
	out := make([]*regexp.Regexp, 0, len(list))
	for _, s := range list {
		re, err := regexp.Compile(s)
		if err != nil {
			return nil, err
		}
		out = append(out, re)
	}
	return out, nil
}

func (b *Book) langs() []string {
	var out []string
	for l := range b.byLang {
		out = append(out, l)
	}
	sort.Strings(out)
	return out
}

func (b *Book) functionWords() map[string][]string {
	out := map[string][]string{}
	for _, p := range b.packs {
		out[p.Lang()] = append(out[p.Lang()], p.Function...)
	}
	return out
}

// ActPrefix begins the ids of what packs hear: "act.human", "act.ask_how_long".
const ActPrefix = "act."

// acts turns what the packs hear into concepts, so that one matcher finds everything.
func (b *Book) acts() []lexicon.Concept {
	words := map[string]map[string][]string{}
	for _, p := range b.packs {
		for act, list := range p.Heard {
			if words[act] == nil {
				words[act] = map[string][]string{}
			}
			words[act][p.Lang()] = append(words[act][p.Lang()], list...)
		}
	}
	var out []lexicon.Concept
	for act, w := range words {
		out = append(out, lexicon.Concept{ID: ActPrefix + act, Kind: "act", Words: w})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

func (b *Book) figureWords() []figure.Words {
	var out []figure.Words
	for _, p := range b.packs {
		w := figure.Words{Lang: p.Lang(), Units: map[string][]string{}, Money: p.Read.Money, Numbers: p.Read.Numbers, Months: p.Read.Months, Range: p.Read.Range, Bounds: p.Read.Bounds, AfterNum: p.Read.Clock}
		if p.Number.Decimal != "" {
			w.Decimal = p.Number.Decimal[0]
		}
		for u, unit := range p.Units {
			w.Units[u] = unit.Read
		}
		out = append(out, w)
	}
	return out
}

// Part breaks a text before the words that open a further question ("… and how long …").
func (b *Book) Part(text, lang string) string {
	p := b.byLang[Base(lang)]
	if p == nil {
		return text
	}
	for _, also := range p.Read.Also {
		for from := 1; from < len(text); {
			lower := strings.ToLower(text) // of the whole: a cut within a character would shift what follows
			if len(lower) != len(text) {
				break
			}
			i := strings.Index(lower[from:], also)
			if i < 0 {
				break
			}
			text = text[:from+i] + "\n" + text[from+i:]
			from += i + len(also) + 1
		}
	}
	return text
}

// Lexicon returns the concepts.
func (b *Book) Lexicon() *lexicon.Lexicon { return b.lexicon }

// Figures lists the figures of a text in a language.
func (b *Book) Figures(text, lang string) []figure.Figure { return b.figures.Find(text, Base(lang)) }

// Packs lists all packs, sorted by tag.
func (b *Book) Packs() []*Pack { return b.packs }

// Pack returns the pack that serves a locale: the same tag, else the same language. ok is false when there is none.
func (b *Book) Pack(tag string) (*Pack, bool) {
	if p := b.byTag[tag]; p != nil {
		return p, true
	}
	p := b.byLang[Base(tag)]
	return p, p != nil
}

// Negates says whether a folded word denies or limits in a language.
func (b *Book) Negates(word, lang string) bool { return b.negate[Base(lang)][word] }

// Negations lists the denying words of a language, folded.
func (b *Book) Negations(lang string) []string {
	var out []string
	for w := range b.negate[Base(lang)] {
		out = append(out, w)
	}
	sort.Strings(out)
	return out
}

// Slip returns the first slip of register in a text of a locale, "" when there is none.
func (b *Book) Slip(text, tag string) string {
	for _, re := range b.slips[tag] {
		if m := re.FindString(text); m != "" {
			return m
		}
	}
	return ""
}

// Promises says whether a sentence of a language commits the shop to something.
func (b *Book) Promises(text, lang string) bool {
	for _, re := range b.promises[Base(lang)] {
		if re.MatchString(strings.ToLower(text)) || re.MatchString(text) {
			return true
		}
	}
	return false
}

// Resolve picks the locale of a list that serves a language or locale best: the same language first (en-GB finds en-US,
// zh-TW finds zh-CN), "" when no locale of the list speaks it.
func Resolve(want string, among []string) string {
	if want == "" || len(among) == 0 {
		return ""
	}
	tags := make([]language.Tag, 0, len(among))
	var names []string
	for _, a := range among {
		if strings.EqualFold(a, want) {
			return a
		}
		if Base(a) == Base(want) {
			tags = append(tags, language.Make(a))
			names = append(names, a)
		}
	}
	if len(tags) == 0 {
		return ""
	}
	_, i, _ := language.NewMatcher(tags).Match(language.Make(want))
	return names[i]
}

// codes turns the places by concept into places by code.
func codes(place map[string]string) map[string]string {
	out := maps.Clone(place)
	for id, code := range map[string]string{"united_kingdom": "UK", "european_union": "EU", "united_arab_emirates": "UAE"} {
		out[code] = id
	}
	return out
}
