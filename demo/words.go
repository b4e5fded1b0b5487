package demo

import (
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// A storefront is one language and market of the shop: its page, its prices, its demo customer.
type storefront struct {
	Locale, Country, Currency, Dir string
	Words                          words
	tag                            language.Tag
}

// The first storefront answers everyone whose language the shop does not speak.
var storefronts = []storefront{
	{Locale: "en-US", Country: "US", Currency: "USD", Dir: "ltr"},
	{Locale: "zh-CN", Country: "CN", Currency: "CNY", Dir: "ltr"},
	{Locale: "ja-JP", Country: "JP", Currency: "JPY", Dir: "ltr"},
	{Locale: "de-DE", Country: "DE", Currency: "EUR", Dir: "ltr"},
	{Locale: "pt-BR", Country: "BR", Currency: "BRL", Dir: "ltr"},
	{Locale: "ar-SA", Country: "SA", Currency: "SAR", Dir: "rtl"},
	{Locale: "en-GB", Country: "GB", Currency: "GBP", Dir: "ltr"},
	{Locale: "zh-TW", Country: "TW", Currency: "TWD", Dir: "ltr"},
	{Locale: "es-ES", Country: "ES", Currency: "EUR", Dir: "ltr"},
	{Locale: "es-MX", Country: "MX", Currency: "MXN", Dir: "ltr"},
	{Locale: "pt-PT", Country: "PT", Currency: "EUR", Dir: "ltr"},
	{Locale: "fr-FR", Country: "FR", Currency: "EUR", Dir: "ltr"},
	{Locale: "it-IT", Country: "IT", Currency: "EUR", Dir: "ltr"},
	{Locale: "ru-RU", Country: "RU", Currency: "RUB", Dir: "ltr"},
	{Locale: "ko-KR", Country: "KR", Currency: "KRW", Dir: "ltr"},
	{Locale: "th-TH", Country: "TH", Currency: "THB", Dir: "ltr"},
	{Locale: "vi-VN", Country: "VN", Currency: "VND", Dir: "ltr"},
}

// words are the storefront's own texts in one language; see words/.
type words struct {
	Text  map[string]string `json:"text"`
	Specs map[string]string `json:"specs"`
	Units map[string]string `json:"units"` // where the language has a name or letters of its own for them
}

// readWords overlays a language on its base, so that British English says only what it says differently.
func readWords(locale string) (words, error) {
	var w words
	layers := []string{locale}
	if locale == "en-GB" {
		layers = []string{"en-US", locale}
	}
	for _, l := range layers {
		raw, err := files.ReadFile("words/" + l + ".json")
		if err != nil {
			return w, err
		}
		if err := json.Unmarshal(raw, &w); err != nil {
			return w, fmt.Errorf("words/%s.json: %w", l, err)
		}
	}
	return w, nil
}

// T gives a text with its {places} filled. An unknown key shows itself, which a test looks for.
func (w words) T(key string, pairs ...string) string {
	text, ok := w.Text[key]
	if !ok {
		return "[" + key + "]"
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

func loadStorefronts() ([]storefront, language.Matcher, error) {
	all := make([]storefront, len(storefronts))
	tags := make([]language.Tag, len(storefronts))
	for i, s := range storefronts {
		w, err := readWords(s.Locale)
		if err != nil {
			return nil, nil, err
		}
		s.Words, s.tag = w, language.MustParse(s.Locale)
		all[i], tags[i] = s, s.tag
	}
	return all, language.NewMatcher(tags), nil
}
