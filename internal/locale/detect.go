package locale

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"parley/internal/locale/lexicon"
)

// Detect says which language a text is in. prior is the language of the conversation so far; text that carries no evidence
// of its own (numbers, "ok", a product name) keeps it. The answer is a base language, or zh-Hant for traditional characters.
func (b *Book) Detect(text, prior string) (lang string, confidence float64) {
	return b.detector.detect(clip(text, 2000), prior)
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// detector weighs words: function words count most, words of the lexicon that few languages share count next, character
// trigrams decide for longer text.
type detector struct {
	lex      *lexicon.Lexicon
	function map[string][]string // folded word → the languages that have it
	heard    map[string]string   // folded word → the one language in which customers type it
}

type evidence struct {
	lang   string
	weight float64
}

// What a word counts that customers type in one language. English words are in the names of goods everywhere.
const (
	heardWeight  = 0.8
	heardEnglish = 0.25
)

func newDetector(function map[string][]string, lex *lexicon.Lexicon, heard string) *detector {
	d := &detector{lex: lex, function: map[string][]string{}, heard: map[string]string{}}
	for line := range strings.Lines(heard) {
		lang, words, _ := strings.Cut(line, "\t")
		for w := range strings.FieldsSeq(words) {
			d.heard[w] = lang
		}
	}
	for lang, list := range builtinWords {
		d.add(lang, strings.Fields(list))
	}
	for lang, list := range function {
		d.add(lang, list)
	}
	return d
}

func (d *detector) add(lang string, list []string) {
	for _, w := range list {
		if w = lexicon.Fold(w); scriptOf(w) == "latin" && !slices.Contains(d.function[w], lang) {
			d.function[w] = append(d.function[w], lang)
		}
	}
}

// evidence is what a word speaks for: its weight is divided among the languages that have it.
func (d *detector) evidence(word string) []evidence {
	var out []evidence
	for _, l := range d.function[word] {
		out = append(out, evidence{l, 1})
	}
	if scriptOf(word) == "latin" {
		for _, l := range d.lex.Speaking(word) {
			if !slices.Contains(d.function[word], l) {
				out = append(out, evidence{l, 0.8})
			}
		}
	}
	if l := d.heard[word]; l != "" {
		weight := heardWeight
		if l == "en" {
			weight = heardEnglish
		}
		if i := slices.IndexFunc(out, func(e evidence) bool { return e.lang == l }); i < 0 {
			out = append(out, evidence{l, weight})
		} else {
			out[i].weight += weight
		}
	}
	for i := range out {
		out[i].weight /= float64(len(out))
	}
	return out
}

func (d *detector) detect(text, prior string) (string, float64) {
	counts := countScripts(text)
	script, share := counts.main()
	switch script {
	case "":
		return prior, 0
	case "latin":
		return d.latin(text, prior)
	case "han":
		return hanLanguage(text, prior, share)
	}
	return scriptLanguage[script], share
}

var scriptLanguage = map[string]string{"kana": "ja", "hangul": "ko", "thai": "th", "arabic": "ar", "cyrillic": "ru", "hebrew": "he", "greek": "el", "devanagari": "hi"}

// latin adds up the evidence of words, and of letters that only one language writes.
func (d *detector) latin(text, prior string) (string, float64) {
	text = stripAddresses(text)
	tokens := lexicon.Tokens(text)
	score := map[string]float64{}
	letters := 0
	for _, t := range tokens {
		if t.Kind != lexicon.Word {
			continue
		}
		letters += utf8.RuneCountInString(t.Text)
		list := d.evidence(t.Text)
		if list != nil && d.function[t.Text] == nil && brand(text[t.Start:t.End]) {
			continue
		}
		for _, e := range list {
			score[e.lang] += e.weight
		}
		if list == nil {
			endingEvidence(t.Text, score)
		}
	}
	for _, f := range strings.Fields(strings.ToLower(text)) {
		if l := accented[strings.Trim(f, "?!.,;:…¿¡()\"")]; l != "" {
			score[l] += 1.2
		}
	}
	marks(text, score)
	if letters >= 16 {
		trigrams(text, letters, score)
	}
	return decide(score, prior, letters)
}

// brand sees a short word in capitals, which is a name in any language (DHL, USB).
func brand(raw string) bool { return len(raw) <= 5 && strings.ToUpper(raw) == raw }

// decide compares the best two; the prior wins when the text says next to nothing.
func decide(score map[string]float64, prior string, letters int) (string, float64) {
	base := Base(prior)
	best, first, second := "", 0.0, 0.0
	for l, s := range score {
		if l == base && base != "" {
			s += 0.30
		}
		switch {
		case s > first || s == first && l < best:
			best, second, first = l, first, s
		case s > second:
			second = s
		}
	}
	if best == "" || first < 0.3 {
		if prior == "" && letters > 0 {
			return "en", 0.2
		}
		return prior, 0
	}
	confidence := (first - second) / first
	if base != "" && best != base && (first-second < 0.2 || first < 0.45) {
		return prior, 0
	}
	if best == base {
		return prior, confidence
	}
	return best, confidence
}

// trigrams asks the character profiles; longer text gives them more weight.
func trigrams(text string, letters int, score map[string]float64) {
	info := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: profiles})
	lang := info.Lang.Iso6391()
	if lang == "" {
		return
	}
	score[lang] += min(float64(letters)/40, 2) * (0.4 + 0.6*info.Confidence)
}

var profiles = map[whatlanggo.Lang]bool{whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Por: true, whatlanggo.Fra: true, whatlanggo.Spa: true, whatlanggo.Ita: true, whatlanggo.Vie: true, whatlanggo.Nld: true, whatlanggo.Pol: true, whatlanggo.Tur: true}

// stripAddresses removes e-mail addresses and links, which are in no language.
func stripAddresses(text string) string {
	if !strings.ContainsAny(text, "@/") {
		return text
	}
	fields := strings.Fields(text)
	kept := fields[:0]
	for _, f := range fields {
		if !strings.Contains(f, "@") && !strings.Contains(f, "://") && !strings.HasPrefix(f, "www.") {
			kept = append(kept, f)
		}
	}
	return strings.Join(kept, " ")
}
