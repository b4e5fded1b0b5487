package builtin

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

// TestPlainQuestions asks the demo shop, in plain words and in fifteen locales, how long delivery takes: the row of her own country
// answers, whatever city the parcels leave from.
func TestPlainQuestions(t *testing.T) {
	x := index.New(book().Lexicon(), book().Senses())
	f, err := os.Open("../../../../demo/demo/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Buffer(nil, 1<<22); s.Scan(); {
		var a struct {
			ID, Lang, Title, Body, Market string
			Tags                          []string
			Variants                      []index.Variant
		}
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		x.Put(index.Doc{ID: a.ID, Lang: a.Lang, Title: a.Title, Body: a.Body, Tags: a.Tags, Market: a.Market, Variants: a.Variants})
	}
	e := New(book(), shelf{x}, nil)
	for ask, want := range map[string]string{
		"en-US|How long does delivery take?": "3–5", "zh-CN|多久能收到货？": "2–4", "ja-JP|届くまで何日かかりますか？": "日本：2～3", "ko-KR|배송은 얼마나 걸리나요?": "한국: 영업일 기준 3~5", "es-ES|¿Cuánto tarda el envío?": "España: 3–5",
		"es-MX|¿Cuánto tarda el envío?": "México: 5–8", "pt-BR|Quanto tempo demora a entrega?": "Brasil: 9–15", "pt-PT|Quanto tempo demora a entrega?": "Portugal: 4–6", "fr-FR|Combien de temps prend la livraison ?": "2–4",
		"de-DE|Wie lange dauert die Lieferung?": "Deutschland: 2–4", "it-IT|Quanto tempo ci vuole per la consegna?": "Italia: 3–5", "ru-RU|Сколько идёт доставка?": "Россия: 9–14", "ar-SA|كم يستغرق التوصيل؟": "السعودية: 4–7",
		"th-TH|ใช้เวลาจัดส่งกี่วันคะ": "ไทย: 5–8", "vi-VN|Giao hàng mất bao lâu?": "Việt Nam: nhận hàng sau 5–8", "en-US|How many days do I have to return something?": "30 days",
	} {
		tag, text, _ := strings.Cut(ask, "|")
		var said strings.Builder
		_, err := e.Compose(context.Background(), engine.Turn{ShopID: "s", ShopName: "S", ShopLocale: "en-US", Locales: everyLocale(), Locale: tag, Country: tag[3:], Now: now, Text: text}, func(s engine.Sentence, _ []engine.Evidence) error { said.WriteString(s.Text); return nil })
		if err != nil || !strings.Contains(said.String(), want) {
			t.Errorf("%s: %v %s, want %s", ask, err, said.String(), want)
		}
	}
}
