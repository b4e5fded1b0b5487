package find_test

import (
	"strings"
	"testing"

	"parley/internal/conversation/find"
)

// in says whether the question finds the text by the words of the index, as either database does it.
func in(question, text, lang string) bool {
	have := find.Set{}
	have.Add(text, lang)
	for _, any := range find.Parse(question).Words() {
		hit := false
		for _, a := range any {
			if _, ok := have[a.Word]; ok {
				hit = true
			}
			for w := range have {
				hit = hit || a.Prefix && strings.HasPrefix(w, a.Word)
			}
		}
		if !hit {
			return false
		}
	}
	return true
}

func shown(s find.Sight) string {
	var b strings.Builder
	for _, p := range s.Snippet() {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// Each locale has questions that find a text, and ones that must not.
func TestFindsInEveryLanguage(t *testing.T) {
	for _, c := range []struct{ lang, question, text, marked string }{
		{"en", "refunded battery", "When do I get the refund for the batteries?", "When do I get the [refund] for the [batteries]?"},
		{"de", "garantie", "Gilt die Garantieverlängerung auch im Ausland?", "Gilt die [Garantieverlängerung] auch im Ausland?"},
		{"de", "gross", "Die Größe ist zu groß", "Die [Größe] ist zu [groß]"},
		{"fr", "retourner", "Comment puis-je retourné l’article ?", "Comment puis-je [retourné] l’article ?"},
		{"fr", "ete", "Livré cet été", "Livré cet [été]"},
		{"es", "devolucion", "¿Cómo hago la devolución?", "¿Cómo hago la [devolución]?"},
		{"es", "envíos", "El envío no llegó", "El [envío] no llegó"},
		{"pt", "devoluções", "Quero fazer uma devolução", "Quero fazer uma [devolução]"},
		{"pt", "encomenda", "A minha encomenda não chegou", "A minha [encomenda] não chegou"},
		{"it", "rimborsi", "Quando arriva il rimborso?", "Quando arriva il [rimborso]?"},
		{"ru", "возврата", "Как оформить возврат?", "Как оформить [возврат]?"},
		{"ar", "الضمان", "ما مدة ضمان الغلاية؟", "ما مدة [ضمان] الغلاية؟"},
		{"ar", "ضمان", "هل الضمان ساري؟", "هل [الضمان] ساري؟"},
		{"th", "คืนเงิน", "อยากขอคืนเงินค่ะ ของเสีย", "อยากขอ[คืนเงิน]ค่ะ ของเสีย"},
		{"vi", "tra hang", "Tôi muốn trả hàng", "Tôi muốn [trả] [hàng]"},
		{"ja", "返品", "先週の靴を返品したいです", "先週の靴を[返品]したいです"},
		{"ja", "サイズ", "サイズが合いません", "[サイズ]が合いません"},
		{"ko", "환불", "환불은 언제 되나요?", "[환불]은 언제 되나요?"},
		{"zh", "退款", "请问退款多久到账？", "请问[退款]多久到账？"},
		{"zh", "10023", "订单号 #10023 的退款", "订单号 #[10023] 的退款"},
		{"en", "anna@example.com", "Write to anna@example.com please", "Write to [anna]@[example].[com] please"},
		{"en", "PL-10023", "My order is PL-10023.", "My order is [PL]-[10023]."},
	} {
		if !in(c.question, c.text, c.lang) {
			t.Errorf("%s: %q does not find %q", c.lang, c.question, c.text)
		}
		if got := shown(find.Parse(c.question).Look(c.text, c.lang)); got != c.marked {
			t.Errorf("%s: %q shows %q, want %q", c.lang, c.question, got, c.marked)
		}
	}
	for _, c := range []struct{ lang, question, text string }{
		{"en", "refund kettle", "When do I get the refund?"},
		{"zh", "退货", "请问退款多久到账？"},
		{"th", "ประกัน", "อยากขอคืนเงินค่ะ"},
		{"de", "verlängerung", "Gilt die Garantieverlängerung?"},
		{"en", "a", "battery"},
		{"ru", "гарантия", "Как оформить возврат?"},
	} {
		if in(c.question, c.text, c.lang) {
			t.Errorf("%s: %q finds %q", c.lang, c.question, c.text)
		}
	}
}

// The pieces of a run may all be in a text that does not have the run: only Look knows.
func TestPiecesAreNoRun(t *testing.T) {
	question, text := "退货款", "退货 和 货款"
	if !in(question, text, "zh") {
		t.Fatal("the pieces are there")
	}
	if q := find.Parse(question); q.All(q.Look(text, "zh").Terms) {
		t.Error("the run is not")
	}
}

func TestTermsMayStandApart(t *testing.T) {
	q := find.Parse("maria refund")
	name, said := q.Look("Maria Silva", "pt"), q.Look("the refund, please", "pt")
	if q.All(name.Terms) || q.All(said.Terms) || !q.All(name.Terms, said.Terms) {
		t.Error("both together hold both terms, none alone")
	}
}

func TestSnippetIsShortAndOneLine(t *testing.T) {
	text := strings.Repeat("before it\n", 40) + "the kettle leaks" + strings.Repeat(" after it", 60)
	got := shown(find.Parse("kettle").Look(text, "en"))
	if n := len([]rune(got)); n > 190 || strings.Contains(got, "\n") || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") || !strings.Contains(got, "[kettle] leaks") {
		t.Errorf("%d characters: %q", n, got)
	}
}

func TestNothingToLookFor(t *testing.T) {
	for _, text := range []string{"", "  ", "?!…", "'\"*()"} {
		if q := find.Parse(text); !q.Empty() {
			t.Errorf("%q is %v", text, q.Words())
		}
	}
}

func FuzzLook(f *testing.F) {
	f.Add("退货 \"refund\" ~x* 'a'", "Größe ﷺ ｻｲｽﾞ refund\x00 คืนเงิน")
	f.Fuzz(func(t *testing.T, question, text string) {
		q := find.Parse(question)
		for _, any := range q.Words() {
			for _, a := range any {
				if strings.ContainsAny(a.Word, "\"'\\ *()\x00") || a.Word == "" {
					t.Fatalf("%q would end the index's question", a.Word)
				}
			}
		}
		s := q.Look(text, "ar")
		s.Snippet()
		have := find.Set{}
		have.Add(text, "ar")
	})
}
