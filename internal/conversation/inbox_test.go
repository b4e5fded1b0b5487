package conversation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// ids reads a whole list, page by page.
func (h *house) ids(shop string, f conversation.Filter, limit int) []string {
	h.t.Helper()
	ids := []string{}
	for before := ""; ; {
		page, next, err := h.List(h.t.Context(), shop, f, conversation.PageOf{Me: mia.ID, Before: before, Limit: limit})
		h.must(err)
		for _, c := range page {
			ids = append(ids, c.ID)
		}
		if before = next; next == "" {
			return ids
		}
	}
}

func (h *house) set(id, column string, value any) {
	h.t.Helper()
	_, err := h.db.Exec(h.t.Context(), "UPDATE conversations SET "+column+" = $2 WHERE id = $1", id, value)
	h.must(err)
}

func TestInboxPagesInEveryOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		var made []string
		for i := range 7 {
			id := h.start()
			h.says(id, "1", "help", nil)
			h.set(id, "updated_at", 1000+int64(i/2)) // two of each: the cursor must tell them apart
			h.set(id, "status", "waiting")
			h.set(id, "waiting_since", 9000-int64(i/2))
			made = append(made, id)
		}
		h.start() // without a message: not in the inbox
		for _, f := range []conversation.Filter{{}, {Sort: conversation.Oldest}, {Sort: conversation.LongestWaited}, {Status: []conversation.Status{conversation.Waiting}}} {
			whole := h.ids("sh", f, 50)
			if got := h.ids("sh", f, 3); !slices.Equal(got, whole) || len(whole) != len(made) {
				t.Errorf("%+v: pages %v, whole %v", f, got, whole)
			}
		}
		if first := h.ids("sh", conversation.Filter{Sort: conversation.LongestWaited}, 50)[0]; first != made[6] {
			t.Errorf("the longest waiting comes first, not %s", first)
		}
		for _, f := range []conversation.Filter{{}, {Text: "help"}} {
			if _, _, err := h.List(t.Context(), "sh", f, conversation.PageOf{Before: "x", Limit: 3}); fault.CodeOf(err) != fault.Invalid {
				t.Errorf("a cursor that is none: %v", err)
			}
		}
	})
}

func TestInboxFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		one := map[string]string{}
		for _, name := range []string{"plain", "thai", "closed", "mine", "leos", "waits", "waits long", "vip"} {
			id := h.start()
			h.says(id, "1", name, nil)
			h.must(h.MarkRead(t.Context(), "sh", id, mia.ID, 0))
			one[name] = id
		}
		h.set(one["thai"], "locale", "th-TH")
		h.set(one["thai"], "country", "TH")
		h.must(h.Close(t.Context(), "sh", one["closed"], mia, conversation.Closing{}))
		h.must(h.Take(t.Context(), "sh", one["mine"], mia, false))
		h.must(h.Take(t.Context(), "sh", one["leos"], leo, false))
		for name, ago := range map[string]time.Duration{"waits": time.Minute, "waits long": time.Hour, "vip": time.Minute} {
			h.set(one[name], "status", "waiting")
			h.set(one[name], "waiting_since", store.Millis(time.Now().Add(-ago)))
		}
		h.set(one["vip"], "queue", "vip")
		h.must(h.MarkUnread(t.Context(), "sh", one["closed"]))
		h.set(one["plain"], "updated_at", store.Millis(time.Now().Add(-48*time.Hour)))
		yesterday := time.Now().Add(-24 * time.Hour)

		for _, c := range []struct {
			f    conversation.Filter
			want string
		}{
			{conversation.Filter{}, "closed leos mine plain thai vip waits waits long"},
			{conversation.Filter{Status: []conversation.Status{conversation.Open, conversation.Waiting, conversation.Taken}}, "leos mine plain thai vip waits waits long"},
			{conversation.Filter{Status: []conversation.Status{conversation.Open, conversation.Taken}}, "leos mine plain thai"},
			{conversation.Filter{Status: []conversation.Status{conversation.Closed}}, "closed"},
			{conversation.Filter{Status: []conversation.Status{conversation.Closed, conversation.Taken}}, "closed leos mine"},
			{conversation.Filter{Assignee: "me"}, "mine"},
			{conversation.Filter{Assignee: leo.ID}, "leos"},
			{conversation.Filter{Status: []conversation.Status{conversation.Waiting}, Assignee: "none"}, "vip waits waits long"},
			{conversation.Filter{Locale: "th"}, "thai"},
			{conversation.Filter{Locale: "th-TH", Country: "TH"}, "thai"},
			{conversation.Filter{Country: "FR"}, ""},
			{conversation.Filter{Queue: "vip"}, "vip"},
			{conversation.Filter{WaitingOver: 30}, "waits long"},
			{conversation.Filter{Unread: true}, "closed"},
			{conversation.Filter{UpdatedBefore: &yesterday}, "plain"},
			{conversation.Filter{UpdatedAfter: &yesterday, Status: []conversation.Status{conversation.Open}}, "thai"},
		} {
			var got []string
			for _, id := range h.ids("sh", c.f, 3) {
				for name, have := range one {
					if have == id {
						got = append(got, name)
					}
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != c.want {
				t.Errorf("%+v shows %q, want %q", c.f, got, c.want)
			}
		}
		counts, err := h.Counts(t.Context(), "sh", mia.ID)
		h.must(err)
		if got := fmt.Sprint(counts); got != "map[closed:1 mentioned:0 mine:1 open:2 snoozed:0 taken:2 unassigned:3 waiting:3]" {
			t.Error(got)
		}
	})
}

// found is what a search shows: who or what, the hits in brackets.
func (h *house) found(shop, text string) (list []string) {
	h.t.Helper()
	page, _, err := h.List(h.t.Context(), shop, conversation.Filter{Text: text}, conversation.PageOf{Me: mia.ID, Limit: 10})
	h.must(err)
	for _, c := range page {
		var b strings.Builder
		for _, p := range c.Found.Parts {
			if p.Hit {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		list = append(list, c.Found.Kind+" "+b.String())
	}
	return list
}

func TestSearchFindsOnBothDatabasesTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		for _, c := range []struct{ locale, says, ask, want string }{
			{"ar-SA", "ما مدة ضمان الغلاية؟", "الضمان", "ما مدة [ضمان] الغلاية؟"},
			{"de-DE", "Gilt die Garantieverlängerung auch in Bern?", "garantie bern", "Gilt die [Garantieverlängerung] auch in [Bern]?"},
			{"en-US", "Were my headphones shipped?", "shipping headphone", "Were my [headphones] [shipped]?"},
			{"es-ES", "El envío no llegó a Málaga", "malaga", "El envío no llegó a [Málaga]"},
			{"es-MX", "¿Hacen devoluciones en Puebla?", "devolucion puebla", "¿Hacen [devoluciones] en [Puebla]?"},
			{"fr-FR", "Le colis est abîmé à la réception", "abime", "Le colis est [abîmé] à la réception"},
			{"it-IT", "Quando arriva il rimborso?", "rimborsi", "Quando arriva il [rimborso]?"},
			{"ja-JP", "先週の靴を返品したいです", "返品", "先週の靴を[返品]したいです"},
			{"ko-KR", "환불은 언제 되나요?", "환불", "[환불]은 언제 되나요?"},
			{"pt-BR", "Quero fazer uma devolução hoje", "devolucoes hoje", "Quero fazer uma [devolução] [hoje]"},
			{"pt-PT", "A minha encomenda não chegou", "encomendas", "A minha [encomenda] não chegou"},
			{"ru-RU", "Как оформить возврат?", "возврата", "Как оформить [возврат]?"},
			{"th-TH", "อยากขอคืนเงินค่ะ ของเสีย", "คืนเงิน", "อยากขอ[คืนเงิน]ค่ะ ของเสีย"},
			{"vi-VN", "Tôi muốn đổi trả sản phẩm", "doi tra", "Tôi muốn [đổi] [trả] sản phẩm"},
			{"zh-CN", "请问退款多久到账？", "退款", "请问[退款]多久到账？"},
		} {
			id := h.start()
			h.says(id, "1", c.says, nil)
			h.set(id, "locale", c.locale)
			h.must(h.CatchUp(t.Context()))
			if got := h.found("sh", c.ask); !slices.Equal(got, []string{"message " + c.want}) {
				t.Errorf("%s: %q finds %q", c.locale, c.ask, got)
			}
			if got := h.found("other", c.ask); len(got) > 0 {
				t.Errorf("another shop sees %q", got)
			}
		}
	})
}

func TestSearchFollowsTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		_, her, err := h.Open(t.Context(), conversation.Opening{Shop: "sh", Locale: "pt-BR", Identity: &conversation.Identity{Subject: "7", Email: "maria@example.com", Name: "Maria Silva"}})
		h.must(err)
		c, err := h.Start(t.Context(), her)
		h.must(err)
		_, _, err = h.Receive(t.Context(), "sh", her.Contact.ID, c.ID, conversation.Send{ClientKey: "1", Text: "my kettle leaks, order #10023"})
		h.must(err)
		_, _, err = h.AddNote(t.Context(), "sh", c.ID, mia, conversation.Send{ClientKey: "2", Text: "called the carrier 100%_"})
		h.must(err)
		find := func(text string, want ...string) {
			t.Helper()
			h.must(h.CatchUp(t.Context()))
			if got := h.found("sh", text); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
		find("10023", "message my kettle leaks, order #[10023]")
		find("maria kettle", "message my [kettle] leaks, order #10023") // her name and her words
		find("carrier 100%_", "note called the [carrier] [100]%_")
		find("silva", "contact Maria [Silva] · maria@example.com")
		find("maria@example.com", "contact [Maria] Silva · [maria]@[example].[com]")
		find("toaster")
		find("*'\"()")

		_, _, err = h.Open(t.Context(), conversation.Opening{Shop: "sh", Identity: &conversation.Identity{Subject: "7", Email: "maria@example.com", Name: "Maria Costa"}})
		h.must(err)
		find("silva")
		find("costa", "contact Maria [Costa] · maria@example.com")

		// What is erased from the log is not shown, and not found after the next event.
		_, err = db.Exec(t.Context(), "UPDATE events SET payload = '{}' WHERE stream = $1 AND kind = $2", c.ID, string(flow.Note))
		h.must(err)
		find("carrier")
		h.must(h.Close(t.Context(), "sh", c.ID, mia, conversation.Closing{}))
		find("kettle", "message my [kettle] leaks, order #10023")
		page, _, err := h.List(t.Context(), "sh", conversation.Filter{Text: "kettle", Status: []conversation.Status{conversation.Open}}, conversation.PageOf{Limit: 10})
		h.must(err)
		if len(page) > 0 {
			t.Error("a search keeps to the other filters")
		}
	})
}

func TestSearchIsMadeAnewForOtherWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		for i := range 60 { // more than one batch
			id := h.start()
			h.says(id, "1", fmt.Sprintf("kettle %d", i), nil)
		}
		h.must(h.CatchUp(t.Context()))
		before := h.ids("sh", conversation.Filter{Text: "kettle"}, 7)
		_, err := db.Exec(t.Context(), "UPDATE search_state SET version = -1")
		h.must(err)
		h.must(h.OpenSearch(t.Context()))
		if got := h.ids("sh", conversation.Filter{Text: "kettle"}, 7); len(got) > 0 {
			t.Errorf("the old index still answers: %v", got)
		}
		h.must(h.CatchUp(t.Context()))
		if got := h.ids("sh", conversation.Filter{Text: "kettle"}, 7); len(before) != 60 || len(got) != 60 {
			t.Errorf("%d before, %d afterwards", len(before), len(got))
		}
	})
}

func TestSavedViews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		id := h.start()
		h.says(id, "1", "help", nil)
		ctx, yes, no := t.Context(), true, false
		german := conversation.Filter{Locale: "de", Status: []conversation.Status{conversation.Open}}
		name := func(s string) *string { return &s }
		own, err := h.AddView(ctx, "sh", mia, false, conversation.ViewDraft{Name: name(" German "), Filter: &german})
		h.must(err)
		shops, err := h.AddView(ctx, "sh", leo, true, conversation.ViewDraft{Name: name("Closed"), Shared: &yes, Filter: &conversation.Filter{Status: []conversation.Status{conversation.Closed}}})
		h.must(err)
		second, err := h.AddView(ctx, "sh", mia, false, conversation.ViewDraft{Name: name("Second")})
		h.must(err)
		names := func(who flow.Actor) string {
			list, err := h.Views(ctx, "sh", who.ID)
			h.must(err)
			var out []string
			for _, v := range list {
				out = append(out, fmt.Sprintf("%s %d", v.Name, *v.Count))
			}
			return strings.Join(out, ", ")
		}
		if got := names(mia); got != "Closed 0, German 1, Second 1" {
			t.Error(got)
		}
		if got := names(leo); got != "Closed 0" {
			t.Error(got)
		}
		zero := 0
		_, err = h.ChangeView(ctx, "sh", second.ID, mia, false, conversation.ViewDraft{Position: &zero})
		h.must(err)
		if got := names(mia); got != "Closed 0, Second 1, German 1" {
			t.Error(got)
		}
		h.must(h.DeleteView(ctx, "sh", own.ID, mia, false))
		if got := names(mia); got != "Closed 0, Second 1" {
			t.Error(got)
		}
		_, err = h.RestoreView(ctx, "sh", own.ID, mia, false)
		h.must(err)
		if got := names(mia); got != "Closed 0, Second 1, German 1" {
			t.Error(got)
		}
		for what, err := range map[string]error{
			"another's":    h.DeleteView(ctx, "sh", own.ID, leo, true),
			"another shop": h.DeleteView(ctx, "other", shops.ID, leo, true),
		} {
			if fault.CodeOf(err) != fault.NotFound {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := h.DeleteView(ctx, "sh", shops.ID, mia, false); fault.CodeOf(err) != fault.Forbidden {
			t.Errorf("the shop's view: %v", err)
		}
		if _, err := h.ChangeView(ctx, "sh", own.ID, mia, false, conversation.ViewDraft{Shared: &yes}); fault.CodeOf(err) != fault.Forbidden {
			t.Errorf("sharing: %v", err)
		}
		if v, err := h.ChangeView(ctx, "sh", shops.ID, leo, true, conversation.ViewDraft{Shared: &no}); err != nil || v.Shared || names(leo) != "Closed 0" || strings.Contains(names(mia), "Closed") {
			t.Errorf("taken back: %+v %v", v, err)
		}
		for _, d := range []conversation.ViewDraft{{}, {Name: name("  ")}, {Name: name(strings.Repeat("x", 61))}, {Name: name("x"), Filter: &conversation.Filter{Sort: "best"}},
			{Name: name("x"), Filter: &conversation.Filter{Status: []conversation.Status{"new"}}}, {Name: name("x"), Filter: &conversation.Filter{WaitingOver: -1}}} {
			if _, err := h.AddView(ctx, "sh", mia, false, d); fault.CodeOf(err) != fault.Invalid {
				t.Errorf("%+v: %v", d, err)
			}
		}
	})
}
