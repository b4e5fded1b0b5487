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

// CountryPrefix begins the ids of countries: "country.JP".
const CountryPrefix = "country."

// countries makes place concepts for the markets. Where the lexicon already has a place with that name, the two are found
// together and both count.
func countries(have []lexicon.Concept, langs []string) []lexicon.Concept {
	out := make([]lexicon.Concept, 0, len(markets))
	for _, code := range markets {
		c := lexicon.Concept{ID: CountryPrefix + code, Kind: "place", Words: map[string][]string{}, Label: map[string]string{}}
		for _, lang := range langs {
			name := display.Regions(language.Make(lang)).Name(language.MustParseRegion(code))
			if lang == "zh" || lang == "ja" {
				name = shortRegion(name)
			}
			if name != "" {
				c.Words[lang], c.Label[lang] = append([]string{name}, spoken[code][lang]...), name
			}
		}
		out = append(out, c)
	}
	_ = have
	return out
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

// Country returns the ISO code of a country concept.
func Country(id string) (string, bool) {
	code, ok := strings.CutPrefix(id, CountryPrefix)
	return code, ok
}
