package locale

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"parley/internal/locale/lexicon"
)

// markets are the countries that cross-border shops name; each becomes a place that every language knows by its CLDR name.
var markets = strings.Fields("US CA MX BR AR CL CO PE GB IE DE AT CH FR BE NL LU IT ES PT GR PL CZ SK HU RO BG HR SI SE NO DK FI IS EE LV LT UA RU TR IL SA AE QA KW BH OM JO LB EG MA TN DZ ZA NG KE IN PK BD LK TH VN ID MY SG PH KH LA MM CN HK TW MO JP KR MN KZ AU NZ CY MT")

// spoken adds names that people use and CLDR does not.
var spoken = map[string]map[string][]string{
	"US": {"en": {"usa", "united states", "america", "the states"}, "de": {"usa", "amerika"}, "pt": {"eua", "estados unidos"}, "es": {"eeuu", "estados unidos"}, "zh": {"美国", "美國"}, "ja": {"アメリカ", "米国"}, "ar": {"أمريكا", "الولايات المتحدة"}, "fr": {"états-unis", "usa"}, "ru": {"сша", "америка"}, "ko": {"미국"}},
	"GB": {"en": {"uk", "great britain", "britain", "england", "united kingdom"}, "de": {"england", "großbritannien"}, "pt": {"inglaterra", "reino unido"}, "zh": {"英国", "英國"}, "ja": {"イギリス", "英国"}, "ar": {"بريطانيا"}},
	"AE": {"en": {"uae", "emirates", "dubai"}, "ar": {"الإمارات", "دبي"}, "de": {"emirate"}, "zh": {"阿联酋"}},
	"SA": {"en": {"saudi", "ksa", "saudi arabia"}, "ar": {"السعودية", "المملكة"}, "zh": {"沙特"}},
	"CN": {"zh": {"中国大陆", "大陆", "国内"}, "en": {"mainland china"}},
	"TW": {"zh": {"台湾", "臺灣", "台灣"}}, "HK": {"en": {"hong kong"}, "zh": {"香港"}, "ja": {"香港"}}, "MO": {"en": {"macau", "macao"}, "zh": {"澳门", "澳門"}},
	"KR": {"en": {"korea", "south korea"}, "zh": {"韩国", "韓國"}, "ja": {"韓国"}, "de": {"korea", "südkorea"}, "pt": {"coreia"}, "ar": {"كوريا"}, "ko": {"한국"}, "es": {"corea"}},
	"NL": {"en": {"netherlands", "holland"}, "de": {"holland"}}, "CZ": {"en": {"czech republic"}}, "VN": {"en": {"vietnam"}}, "RU": {"en": {"russia"}},
}

// places ties ISO codes to the place concepts of the lexicon by their English names, and makes concepts for the markets that
// the lexicon does not name. A concept that speaks for several countries (Vietnam and its neighbours) is the first of them, and the
// place of all.
func places(have []lexicon.Concept, langs []string) (byID, byCode map[string]string, more []lexicon.Concept) {
	named := map[string]string{}
	for _, c := range have {
		if c.Kind == "place" {
			for _, w := range c.Words["en"] {
				named[lexicon.Fold(strings.TrimSuffix(w, "*"))] = c.ID
			}
		}
	}
	byID, byCode = map[string]string{}, map[string]string{}
	for _, code := range markets {
		english := append([]string{display.English.Regions().Name(language.MustParseRegion(code))}, spoken[code]["en"]...)
		id := ""
		for _, name := range english {
			if id == "" {
				id = named[lexicon.Fold(name)]
			}
		}
		if id == "" {
			c := market(code, langs)
			more, id = append(more, c), c.ID
		}
		byCode[code] = id
		if byID[id] == "" {
			byID[id] = code
		}
	}
	return byID, byCode, more
}

func market(code string, langs []string) lexicon.Concept {
	c := lexicon.Concept{ID: "country_" + strings.ToLower(code), Kind: "place", Words: map[string][]string{}, Label: map[string]string{}}
	for _, lang := range langs {
		name := display.Regions(language.Make(lang)).Name(language.MustParseRegion(code))
		if lang == "zh" || lang == "ja" {
			name = shortRegion(name)
		}
		if name != "" {
			c.Words[lang], c.Label[lang] = append([]string{name}, spoken[code][lang]...), name
		}
	}
	return c
}

func shortRegion(name string) string {
	name = strings.TrimPrefix(name, "中国")
	name = strings.TrimPrefix(name, "中華人民共和国")
	name = strings.TrimSuffix(name, "特别行政区")
	name = strings.TrimSuffix(name, "特別行政区")
	if name == "" {
		return "中国"
	}
	return name
}

// Country returns the ISO code of a place concept, "" when it is not a country.
func (b *Book) Country(concept string) string { return b.country[concept] }

// Place returns the place concept of a country by its ISO code, "" when there is none.
func (b *Book) Place(code string) string { return b.place[code] }
