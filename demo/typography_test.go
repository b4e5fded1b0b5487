package demo

import (
	"os"
	"regexp"
	"testing"
)

// What a reader of the language sees at once as a text from abroad.
var typography = map[string]*regexp.Regexp{
	"fr-FR": regexp.MustCompile(` [?!;:»%]|« |'`),
	"es-ES": regexp.MustCompile(`\d ?%|'`),
	"it-IT": regexp.MustCompile(`\d %|'`),
	"pt-PT": regexp.MustCompile(`\d [%€$£]|'`),
	"ru-RU": regexp.MustCompile(`\d ?(%|₽|€|\$|Вт|В,|Гц|мл)|[^\n] - |[“”„]|'`),
	"es-MX": regexp.MustCompile(`[«»]|\d %|'`),
}

func TestTypography(t *testing.T) {
	for locale, wrong := range typography {
		for _, name := range []string{"demo/text/" + locale + ".md", "words/" + locale + ".json"} {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range wrong.FindAllIndex(text, 5) {
				t.Errorf("%s: …%s…", name, text[max(0, at[0]-20):min(len(text), at[1]+10)])
			}
		}
	}
}
