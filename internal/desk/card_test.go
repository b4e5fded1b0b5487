package desk

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/content"
	"parley/internal/conversation"
	"parley/internal/desk/promise"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/shop"
)

func open(t *testing.T) *Desk {
	t.Helper()
	book, err := locale.Open(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return &Desk{book: book, now: func() time.Time { return noon }}
}

var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// hers and ours make a log: a customer's line, or an answer of the assistant.
func logOf(lines ...any) (events []flow.Event) {
	for i, l := range lines {
		e := flow.Event{Seq: int64(i + 1), Kind: flow.Message, At: noon.Add(time.Duration(i) * time.Minute), Actor: flow.Actor{Kind: flow.Contact}}
		payload := l
		switch l := l.(type) {
		case string:
			payload = conversation.Text{Text: l}
		case answer:
			e.Actor.Kind = flow.Assistant
		}
		e.Payload, _ = json.Marshal(payload)
		events = append(events, e)
	}
	return events
}

type answer struct {
	Text     string `json:"text"`
	Outcome  string `json:"outcome"`
	Evidence []Ref  `json:"evidence,omitempty"`
}

func TestSummaryIsHerOwnWords(t *testing.T) {
	d := open(t)
	for _, c := range []struct {
		name  string
		lines []any
		want  string
	}{
		{"first and newest", []any{"My kettle leaks", "since Monday", "ok", "it is a K2", "can I send it back?"}, "My kettle leaks|it is a K2|can I send it back?"},
		{"short ones say nothing", []any{"hi", "ok", "Where is it?"}, "Where is it?"},
		{"two characters may be a matter", []any{"退款", "hi"}, "退款"},
		{"nothing said", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			talk := d.read(logOf(c.lines...), conversation.Conversation{Locale: "en"})
			var got []string
			for _, l := range talk.summary() {
				got = append(got, l.Text)
			}
			if strings.Join(got, "|") != c.want {
				t.Errorf("%q, want %q", strings.Join(got, "|"), c.want)
			}
		})
	}
}

func TestMood(t *testing.T) {
	d := open(t)
	for _, c := range []struct {
		lang  string
		lines []any
		want  string
	}{
		{"en", []any{"Where is my parcel?"}, ""},
		{"en", []any{"This is ridiculous, I am furious"}, "angry"},
		{"en", []any{"I am furious", "Thanks, that helps a lot"}, ""},
		{"en", []any{"WHERE IS MY PARCEL PLEASE ANSWER"}, "upset"},
		{"en", []any{"Order PL-10023, model AURA-S1"}, ""},
		{"en", []any{"when does my order arrive?", "hello?", "when does my order arrive?"}, "upset"},
		{"zh", []any{"太过分了，我要投诉"}, "angry"},
		{"ja", []any{"何度も連絡しているのに、うんざりです"}, "upset"},
		{"de", []any{"Das ist eine Frechheit"}, "angry"},
		{"ar", []any{"هذه مهزلة"}, "angry"},
		{"th", []any{"ขอบคุณค่ะ"}, ""},
	} {
		talk := d.read(logOf(c.lines...), conversation.Conversation{Locale: c.lang})
		got := ""
		m := talk.mood(d.book)
		if m != nil {
			got = m.Level
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q (%+v)", c.lines, got, c.want, m)
		}
	}
}

// Every locale: asking for an order number that she has given is noticed, asking for something else or thanking for it is not.
func TestAskedAgain(t *testing.T) {
	d := open(t)
	for locale, say := range map[string]struct{ again, fine, other string }{
		"en-US": {"Could you send me your order number?", "Thanks for the order number, I am looking.", "Could you tell me the colour?"},
		"de-DE": {"Bitte nennen Sie mir Ihre Bestellnummer.", "Danke für die Bestellnummer, ich sehe nach.", "Welche Farbe hätten Sie gern?"},
		"fr-FR": {"Pourriez-vous me communiquer votre numéro de commande ?", "Votre numéro de commande est bien noté.", "Quelle couleur souhaitez-vous ?"},
		"it-IT": {"Potrebbe indicarmi il numero d'ordine?", "Il numero d'ordine è registrato.", "Che colore preferisce?"},
		"es-ES": {"¿Podría indicarnos el número de pedido?", "El número de pedido ya está registrado.", "¿De qué color lo quiere?"},
		"es-MX": {"¿Me comparte su número de pedido?", "Ya quedó registrado su número de pedido.", "¿De qué color lo quiere?"},
		"pt-BR": {"Poderia me informar o número do pedido?", "O número do pedido já está aqui comigo.", "Qual cor você prefere?"},
		"pt-PT": {"Pode indicar-nos o número da encomenda?", "O número da encomenda ficou registado.", "Que cor prefere?"},
		"ru-RU": {"Подскажите, пожалуйста, номер заказа.", "Номер заказа вижу, спасибо.", "Какой цвет вам нравится?"},
		"ja-JP": {"恐れ入りますが、ご注文番号をお知らせください。", "ご注文番号を確認いたしました。", "どの色がよろしいでしょうか。"},
		"ko-KR": {"주문번호를 알려 주시겠어요?", "주문번호 확인했습니다.", "어떤 색상을 원하세요?"},
		"zh-CN": {"麻烦您提供一下订单号。", "订单号已经收到。", "您想要什么颜色？"},
		"th-TH": {"รบกวนแจ้งหมายเลขคำสั่งซื้อด้วยค่ะ", "ได้รับหมายเลขคำสั่งซื้อแล้วค่ะ", "อยากได้สีอะไรคะ"},
		"vi-VN": {"Anh vui lòng cung cấp mã đơn hàng giúp em.", "Em đã nhận được mã đơn hàng.", "Anh thích màu nào ạ?"},
		"ar-SA": {"الرجاء تزويدنا برقم الطلب.", "رقم الطلب موجود لدينا.", "ما اللون الذي تفضله؟"},
	} {
		c := conversation.Conversation{Locale: locale}
		talk := d.read(logOf("PL-10023 a@example.com", answer{"…", "answered", []Ref{{Kind: "order", Ref: "PL-10023"}}}), c)
		if got := d.again(talk, c, say.again); len(got) != 1 || got[0].What != "order" || got[0].Value != "PL-10023" || got[0].Seq != 1 {
			t.Errorf("%s: %q: %+v", locale, say.again, got)
		}
		for _, text := range []string{say.fine, say.other} {
			if got := d.again(talk, c, text); len(got) != 0 {
				t.Errorf("%s: %q: %+v", locale, text, got)
			}
		}
	}
}

func TestAskingWithItsNameIsNoAskingAgain(t *testing.T) {
	d := open(t)
	c := conversation.Conversation{Locale: "en", Contact: conversation.Contact{Email: "Anna@example.com"}}
	talk := d.read(logOf("hello"), c)
	if got := d.again(talk, c, "Is your email address still anna@example.com?"); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if got := d.again(talk, c, "What is your email address?"); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestNext(t *testing.T) {
	d := open(t)
	old, due := noon.Add(-20*24*time.Hour), noon.Add(-time.Hour)
	shipped := shop.Order{ID: "PL-1", Status: "shipped", Dates: shop.Dates{ShippedAt: &old}}
	for _, c := range []struct {
		name   string
		status conversation.Status
		lines  []any
		card   Card
		orders []shop.Order
		want   string
	}{
		{"nothing to do", conversation.Open, []any{"hello"}, Card{}, nil, ""},
		{"she waits for a person", conversation.Taken, []any{"hello"}, Card{}, nil, "answer"},
		{"a parcel that is late", conversation.Open, []any{"where is PL-1"}, Card{}, []shop.Order{shipped}, "check_parcel"},
		{"a broken promise comes first", conversation.Taken, []any{"hello"}, Card{Promises: []promise.Promise{{State: promise.Broken, DueAt: due}}}, nil, "keep_promise answer"},
		{"no article says it", conversation.Waiting, []any{"Do you have a shop in Rome?", answer{"…", "declined", nil}}, Card{}, nil, "write_article"},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := conversation.Conversation{Status: c.status, Locale: "en"}
			talk := d.read(logOf(c.lines...), row)
			var got []string
			for _, n := range next(row, talk, c.card, c.orders, noon.Add(time.Hour)) {
				got = append(got, n.Do)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

func TestKnown(t *testing.T) {
	d := open(t)
	c := conversation.Conversation{Locale: "en", Country: "JP"}
	events := logOf("I am anna@example.com, order PL-9, call +49 151 2345678", answer{"…", "answered", []Ref{{Kind: "order", Ref: "PL-9"}}},
		conversation.Text{Text: "here", Attachments: []conversation.Attachment{{Name: "leak.jpg", Type: "image/jpeg"}}})
	talk := d.read(events, c)
	var got []string
	for _, k := range talk.known(c) {
		got = append(got, k.What+"="+k.Value)
	}
	want := []string{"order=PL-9", "email=anna@example.com", "phone=+49 151 2345678", "photo=leak.jpg", "country=JP"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
