package lexicon

import (
	"strings"
	"unicode/utf8"
)

// endings lists what inflection adds to a word, longest first; a light cut is enough because both the lexicon's words and
// the customer's words are cut the same way. Languages that are not listed are compared as they are.
var endings = map[string][]string{
	"en": {"ations", "ation", "ingly", "edly", "ings", "ies", "ied", "ing", "ers", "est", "ed", "es", "er", "ly", "s", "e", "y"},
	"de": {"erinnen", "ungen", "ern", "est", "end", "ung", "en", "er", "es", "em", "et", "st", "e", "n", "s", "t"},
	"pt": {"amentos", "amento", "imentos", "imento", "acoes", "acao", "icoes", "icao", "ando", "endo", "indo", "aram", "eram", "iram", "avam", "armos", "ados", "adas", "idos", "idas", "ado", "ada", "ido", "ida", "oes", "aos", "ais", "eis", "ar", "er", "ir", "am", "em", "ou", "ei", "os", "as", "es", "ao", "a", "o", "e", "s"},
	"es": {"amientos", "amiento", "imiento", "aciones", "acion", "iciones", "icion", "ando", "iendo", "aron", "ieron", "aban", "ados", "adas", "idos", "idas", "ado", "ada", "ido", "ida", "ar", "er", "ir", "an", "en", "os", "as", "es", "a", "o", "e", "s"},
	"fr": {"issements", "issement", "ements", "ement", "ations", "ation", "aient", "ees", "ez", "er", "es", "ee", "ent", "ais", "ait", "ant", "ir", "e", "s", "x"},
	"it": {"amenti", "amento", "imento", "azioni", "azione", "izione", "ando", "endo", "ato", "ata", "ati", "ate", "ito", "ita", "iti", "ite", "are", "ere", "ire", "ano", "ono", "a", "e", "i", "o"},
	"ru": {"иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ение", "ения", "ить", "ать", "ять", "еть", "ают", "яют", "ует", "ает", "ить", "ит", "ет", "ая", "яя", "ое", "ее", "ие", "ые", "ой", "ей", "ий", "ый", "ую", "юю", "ых", "их", "ом", "ем", "ах", "ях", "ам", "ям", "ию", "ии", "ия", "ов", "ев", "ть", "ла", "ли", "ло", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й"},
	"ar": {"كما", "هما", "تان", "تين", "ات", "ون", "ين", "ان", "ها", "هم", "هن", "كم", "نا", "ني", "وا", "ته", "تي", "تك", "ه", "ي", "ك", "ت", "ا"},
}

// arabicPrefixes are conjunctions, prepositions and the article, which Arabic writes onto the word.
var arabicPrefixes = []string{"وبال", "وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف"}

// Stem cuts the inflection off a folded word of a language.
func Stem(word, lang string) string {
	if lang == "ar" {
		word = cutArabic(word)
	}
	list := endings[lang]
	if list == nil {
		return word
	}
	least := 3
	if lang == "en" || lang == "de" {
		least = 4
	}
	if lang == "en" && len(word) == 4 && word[3] == 's' && word[2] != 's' {
		return word[:3] // SIMs, bags
	}
	for _, e := range list {
		if strings.HasSuffix(word, e) && utf8.RuneCountInString(word)-utf8.RuneCountInString(e) >= least {
			return undouble(strings.TrimSuffix(word, e), lang)
		}
	}
	return word
}

// undouble makes "shipped" meet "ship".
func undouble(s, lang string) string {
	n := len(s)
	if lang != "en" || n < 4 || s[n-1] != s[n-2] || strings.IndexByte("bdgmnprt", s[n-1]) < 0 {
		return s
	}
	return s[:n-1]
}

func cutArabic(word string) string {
	for _, p := range arabicPrefixes {
		if strings.HasPrefix(word, p) && utf8.RuneCountInString(word)-utf8.RuneCountInString(p) >= 3 {
			return strings.TrimPrefix(word, p)
		}
	}
	return word
}
