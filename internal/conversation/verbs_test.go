package conversation_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// reply is an agent's message; it returns its seq.
func (h *house) reply(id, key, text string) int64 {
	h.t.Helper()
	e, _, err := h.Reply(h.t.Context(), "sh", id, mia, conversation.Send{ClientKey: key, Text: text})
	h.must(err)
	return e.Seq
}

// row reads the conversation.
func (h *house) row(id string) conversation.Conversation {
	h.t.Helper()
	row, err := h.Get(h.t.Context(), "sh", id)
	h.must(err)
	return row
}

// because checks why something was refused.
func because(t *testing.T, err error, why fault.Reason) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("%v is no refusal; wanted %s", err, why)
	}
	have := f.Reason
	if len(f.Fields) > 0 {
		have = f.Fields[0].Reason
	}
	if have != why {
		t.Fatalf("%v is refused because of %q, not %q", err, have, why)
	}
}

// hers is all that the customer can read of a conversation, as one text.
func (h *house) hers(id string) string {
	h.t.Helper()
	var all strings.Builder
	for _, e := range h.events(id) {
		whole, err := h.Whole(h.t.Context(), e, conversation.ForCustomer)
		h.must(err)
		if seen, may := conversation.ForCustomer(whole); may {
			b, _ := json.Marshal(seen)
			all.Write(b)
			all.WriteByte('\n')
		}
	}
	return all.String()
}

func TestEditAndRecall(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		h.says(id, "a", "Where is it?", nil)
		seq := h.reply(id, "b", "On the 15th, in Hamburk")
		e, err := h.Edit(ctx, "sh", id, mia, seq, "On the 16th, in Hamburg")
		h.must(err)
		if e.Kind != flow.Edited || h.row(id).Last.Text != "On the 16th, in Hamburg" {
			t.Errorf("%+v %+v", e, h.row(id).Last)
		}
		if all := h.hers(id); strings.Contains(all, "Hamburk") || strings.Count(all, "On the 16th") != 2 || !strings.Contains(all, `"edited":true`) {
			t.Errorf("she reads %s", all)
		}
		if !strings.Contains(string(e.Payload), "Hamburk") {
			t.Errorf("staff do not see what it was: %s", e.Payload)
		}
		quoting, _, err := h.Receive(ctx, "sh", h.her.Contact.ID, id, conversation.Send{ClientKey: "q", Text: "Really?", Quote: seq})
		h.must(err)
		if !strings.Contains(string(quoting.Payload), `"quote":{"seq":`) {
			t.Errorf("no quote: %s", quoting.Payload)
		}
		_, err = h.Recall(ctx, "sh", id, mia, seq)
		h.must(err)
		if all := h.hers(id); strings.Contains(all, "Hamburg") || !strings.Contains(all, `"recalled":true`) {
			t.Errorf("after it was taken back she reads %s", all)
		}
		_, err = h.Recall(ctx, "sh", id, mia, seq)
		because(t, err, fault.AlreadyTaken)
	})
}

func TestOnlyOnesOwnAndOnlyForSomeTime(t *testing.T) {
	h, ctx := open(t, storetest.SQLite(t)), t.Context()
	id := h.start()
	hers := h.says(id, "a", "hello", nil)
	seq := h.reply(id, "b", "hi")
	note, _, err := h.AddNote(ctx, "sh", id, mia, conversation.Send{ClientKey: "n", Text: "she is angry"})
	h.must(err)
	_, err = h.Edit(ctx, "sh", id, leo, seq, "other")
	because(t, err, fault.NotYours)
	_, err = h.Edit(ctx, "sh", id, mia, hers.Seq, "other")
	because(t, err, fault.NotYours)
	_, err = h.Edit(ctx, "sh", id, mia, 99, "other")
	because(t, err, fault.UnknownMessage)
	_, err = h.Edit(ctx, "sh", id, mia, seq, "  ")
	because(t, err, fault.Missing)
	_, err = h.Edit(ctx, "sh", id, mia, note.Seq, "she is tired")
	h.must(err)
	if all := h.hers(id); strings.Contains(all, "tired") || strings.Contains(all, "angry") {
		t.Errorf("she reads a note: %s", all)
	}
	h.At(time.Now().Add(16 * time.Minute))
	_, err = h.Edit(ctx, "sh", id, mia, seq, "too late")
	because(t, err, fault.EditOver)
	h.must(h.SaveRules(ctx, "sh", conversation.Rules{EditMinutes: 60}))
	_, err = h.Edit(ctx, "sh", id, mia, seq, "in time")
	h.must(err)
}

func TestNobodyAnswersUnaware(t *testing.T) {
	h, ctx := open(t, storetest.SQLite(t)), t.Context()
	id := h.start()
	began := h.says(id, "a", "hello", nil).Seq
	h.reply(id, "b", "hi")
	h.must(h.Take(ctx, "sh", id, leo, true))
	_, _, err := h.Reply(ctx, "sh", id, leo, conversation.Send{ClientKey: "l", Text: "good day", After: began})
	because(t, err, fault.SaidSince)
	e, _, err := h.Reply(ctx, "sh", id, leo, conversation.Send{ClientKey: "l", Text: "good day", After: h.row(id).Head})
	h.must(err)
	again, fresh, err := h.Reply(ctx, "sh", id, leo, conversation.Send{ClientKey: "l", Text: "good day", After: began})
	if err != nil || fresh || again.Seq != e.Seq {
		t.Errorf("a repetition is %+v, %v", again, err)
	}
}

func TestMentions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		h.says(id, "a", "hello", nil)
		_, _, err := h.AddNote(ctx, "sh", id, mia, conversation.Send{ClientKey: "n", Text: "@Leo look", Mentions: []string{leo.ID, leo.ID, mia.ID}})
		h.must(err)
		_, _, err = h.AddNote(ctx, "sh", id, mia, conversation.Send{ClientKey: "x", Text: "@Eve look", Mentions: []string{"st_eve"}})
		because(t, err, fault.UnknownStaff)
		count := func(who flow.Actor, want int) {
			t.Helper()
			counts, err := h.Counts(ctx, "sh", who.ID)
			h.must(err)
			if counts["mentioned"] != want {
				t.Errorf("%s has %d mentions, not %d", who.Name, counts["mentioned"], want)
			}
		}
		count(leo, 1)
		count(mia, 0)
		list, _, err := h.List(ctx, "sh", conversation.Filter{Mentioned: leo.ID}, conversation.PageOf{Limit: 10})
		h.must(err)
		if len(list) != 1 || list[0].ID != id {
			t.Errorf("the list is %+v", list)
		}
		h.must(h.MarkRead(ctx, "sh", id, leo.ID, 0))
		count(leo, 0)
		if have := h.row(id); have.StaffSeen != have.Head || have.Unread != 0 {
			t.Errorf("read up to %d of %d", have.StaffSeen, have.Head)
		}
	})
}

func TestSnooze(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		h.says(id, "a", "hello", nil)
		h.must(h.Take(ctx, "sh", id, mia, false))
		because(t, h.Snooze(ctx, "sh", id, mia, new(time.Now().Add(-time.Minute))), fault.PastTime)
		until := time.Now().Add(time.Hour)
		h.must(h.Snooze(ctx, "sh", id, mia, &until))
		if s := h.row(id).Snoozed; s == nil || s.Until.Sub(until).Abs() > time.Millisecond || s.By.Name != "Mia" {
			t.Fatalf("snoozed %+v", s)
		}
		h.must(h.WakeDue(ctx, "sh", id)) // too early
		if h.row(id).Snoozed == nil {
			t.Fatal("woken before its time")
		}
		h.At(until.Add(time.Second))
		h.must(h.WakeDue(ctx, "sh", id))
		h.must(h.WakeDue(ctx, "sh", id))
		if have := h.row(id); have.Snoozed != nil || have.Reminder != mia.ID {
			t.Errorf("after its time %+v, reminds %q", have.Snoozed, have.Reminder)
		}
		h.must(h.MarkRead(ctx, "sh", id, mia.ID, 0))
		if r := h.row(id).Reminder; r != "" {
			t.Errorf("she has looked and is still reminded: %q", r)
		}
		h.must(h.Snooze(ctx, "sh", id, mia, nil))
		h.says(id, "b", "are you there?", nil)
		if have := h.row(id); have.Snoozed != nil || have.Reminder != mia.ID {
			t.Errorf("she has written and it still rests: %+v", have.Snoozed)
		}
		h.must(h.Close(ctx, "sh", id, mia, conversation.Closing{}))
		because(t, h.Snooze(ctx, "sh", id, mia, nil), fault.IsClosed)
	})
}

func TestSendLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		h.says(id, "a", "hello", nil)
		at := time.Now().Add(time.Hour)
		one, fresh, err := h.SendLater(ctx, "sh", id, mia, "k", "Good morning", at)
		h.must(err)
		same, again, err := h.SendLater(ctx, "sh", id, mia, "k", "Good morning", at)
		if err != nil || !fresh || again || same.ID != one.ID {
			t.Fatalf("%v %v %v", fresh, again, err)
		}
		h.must(h.SayDue(ctx, "sh", one.ID)) // too early
		h.At(at.Add(time.Second))
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { _ = h.SayDue(context.WithoutCancel(ctx), "sh", one.ID) })
		}
		all.Wait()
		if n := strings.Count(h.hers(id), "Good morning"); n != 1 {
			t.Errorf("it was said %d times", n)
		}
		if have := h.row(id); have.Later != 0 || have.Assignee == nil || have.Assignee.ID != mia.ID {
			t.Errorf("%+v", have)
		}
	})
}

func TestSheWritesBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		h.says(id, "a", "hello", nil)
		at := time.Now().Add(time.Hour)
		one, _, err := h.SendLater(ctx, "sh", id, mia, "k", "Still there?", at)
		h.must(err)
		h.says(id, "b", "I found it, thanks", nil)
		h.At(at.Add(time.Second))
		h.must(h.SayDue(ctx, "sh", one.ID))
		if strings.Contains(h.hers(id), "Still there?") {
			t.Errorf("it was said all the same: %s", h.hers(id))
		}
		list, err := h.Laters(ctx, "sh", id)
		h.must(err)
		if len(list) != 1 || list[0].State != conversation.LaterReturned || list[0].Reason != "wrote" {
			t.Fatalf("%+v", list)
		}
		if last := h.events(id)[len(h.events(id))-1]; last.Kind != flow.Unsent {
			t.Errorf("the last event is %s", last.Kind)
		}
		_, err = h.ChangeLater(ctx, "sh", one.ID, new("x"), nil)
		because(t, err, fault.NotWaiting)
		h.must(h.CancelLater(ctx, "sh", one.ID))
		if list, err = h.Laters(ctx, "sh", id); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestSendLaterYieldsToAColleague(t *testing.T) {
	h, ctx := open(t, storetest.SQLite(t)), t.Context()
	id := h.start()
	h.says(id, "a", "hello", nil)
	at := time.Now().Add(time.Hour)
	one, _, err := h.SendLater(ctx, "sh", id, mia, "k", "first", at)
	h.must(err)
	moved, err := h.ChangeLater(ctx, "sh", one.ID, new("second"), new(at.Add(time.Hour)))
	h.must(err)
	h.At(at.Add(time.Minute))
	h.must(h.SayDue(ctx, "sh", one.ID)) // the job of the former time
	h.must(h.Take(ctx, "sh", id, leo, false))
	h.At(moved.At.Add(time.Second))
	h.must(h.SayDue(ctx, "sh", one.ID))
	list, err := h.Laters(ctx, "sh", id)
	h.must(err)
	if len(list) != 1 || list[0].Reason != "taken" || strings.Contains(h.hers(id), "second") {
		t.Errorf("%+v", list)
	}
}

func TestTagsFieldsAndReasons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		h.says(id, "a", "hello", nil)
		add := func(list conversation.WordList, w conversation.Word) conversation.Word {
			t.Helper()
			made, err := h.AddWord(ctx, "sh", list, w)
			h.must(err)
			return made
		}
		vip := add(conversation.Tags, conversation.Word{Name: " VIP  customer", Colour: "violet"})
		_, err := h.AddWord(ctx, "sh", conversation.Tags, conversation.Word{Name: "vip customer"})
		because(t, err, fault.WordExists)
		_, err = h.AddWord(ctx, "sh", conversation.Tags, conversation.Word{Name: "x", Colour: "#123456"})
		because(t, err, fault.Choice)
		h.must(h.Tag(ctx, "sh", id, mia, []string{vip.ID, vip.ID}, nil))
		h.must(h.Tag(ctx, "sh", id, mia, []string{vip.ID}, nil))
		because(t, h.Tag(ctx, "sh", id, mia, []string{"wd_none"}, nil), fault.UnknownTag)
		if have := h.row(id); len(have.Tags) != 1 || have.Tags[0] != vip.ID {
			t.Errorf("tags %v", have.Tags)
		}
		h.must(h.RemoveWord(ctx, "sh", conversation.Tags, vip.ID))
		h.must(h.Tag(ctx, "sh", id, mia, nil, []string{vip.ID}))
		because(t, h.Tag(ctx, "sh", id, mia, []string{vip.ID}, nil), fault.UnknownTag)
		if back := add(conversation.Tags, conversation.Word{Name: "VIP customer"}); back.ID != vip.ID {
			t.Errorf("a removed tag comes back as another: %+v", back)
		}

		size := add(conversation.OwnField, conversation.Word{Name: "Size", Type: conversation.ChoiceField, Choices: []string{"S", "M"}})
		weight := add(conversation.OwnField, conversation.Word{Name: "Weight", Type: conversation.NumberField})
		day := add(conversation.OwnField, conversation.Word{Name: "Bought on", Type: conversation.DateField})
		h.must(h.Fill(ctx, "sh", id, mia, conversation.Fields{size.ID: "M", weight.ID: "-1.5", day.ID: "2026-02-28"}))
		for bad, why := range map[string]fault.Reason{size.ID + "=XL": fault.Choice, weight.ID + "=heavy": fault.Number, weight.ID + "=NaN": fault.Number, day.ID + "=2026-02-30": fault.Date, "wd_none=1": fault.UnknownOwn} {
			field, value, _ := strings.Cut(bad, "=")
			because(t, h.Fill(ctx, "sh", id, mia, conversation.Fields{field: value}), why)
		}
		h.must(h.Fill(ctx, "sh", id, mia, conversation.Fields{size.ID: ""}))
		if have := h.row(id).Fields; len(have) != 2 || have[weight.ID] != "-1.5" {
			t.Errorf("fields %v", have)
		}

		solved := add(conversation.Reasons, conversation.Word{Name: "Solved"})
		h.must(h.SaveRules(ctx, "sh", conversation.Rules{ReasonRequired: true}))
		because(t, h.Close(ctx, "sh", id, mia, conversation.Closing{}), fault.Missing)
		because(t, h.Close(ctx, "sh", id, mia, conversation.Closing{Reason: vip.ID}), fault.UnknownReason)
		h.must(h.Close(ctx, "sh", id, mia, conversation.Closing{Reason: solved.ID, Comment: "a difficult one"}))
		if all := h.hers(id); strings.Contains(all, "Solved") || strings.Contains(all, "difficult") || strings.Contains(all, "VIP") {
			t.Errorf("she reads %s", all)
		}
	})
}

func TestUndoAClose(t *testing.T) {
	h, ctx := open(t, storetest.SQLite(t)), t.Context()
	id := h.start()
	h.says(id, "a", "hello", nil)
	h.must(h.Take(ctx, "sh", id, mia, false))
	h.must(h.Close(ctx, "sh", id, mia, conversation.Closing{}))
	h.must(h.Reopen(ctx, "sh", id, mia, true))
	if have := h.row(id); have.Status != conversation.Taken || have.Assignee.ID != mia.ID {
		t.Errorf("%+v", have)
	}
	h.must(h.Close(ctx, "sh", id, mia, conversation.Closing{}))
	h.must(h.Reopen(ctx, "sh", id, leo, true))
	if have := h.row(id); have.Status != conversation.Open || have.Assignee != nil {
		t.Errorf("by a colleague: %+v", have)
	}
}

func TestMergeAndUndo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		elder, younger := h.start(), h.start()
		h.says(elder, "a", "old question", nil)
		h.says(younger, "b", "new question", nil)
		h.must(h.Take(ctx, "sh", younger, mia, false))
		h.reply(younger, "c", "new answer")
		_, _, err := h.AddNote(ctx, "sh", younger, mia, conversation.Send{ClientKey: "n", Text: "secret note"})
		h.must(err)
		before, theirs := h.row(elder), h.row(younger)
		survivor, err := h.Merge(ctx, "sh", younger, elder, mia)
		h.must(err)
		if survivor != elder {
			t.Fatalf("%s goes on, not the elder", survivor)
		}
		row := h.row(elder)
		if row.Status != conversation.Taken || row.Assignee.ID != mia.ID || row.Last.Text != "new answer" {
			t.Errorf("the elder is %s, %+v", row.Status, row.Last)
		}
		if all := h.hers(elder); !strings.Contains(all, "new question") || !strings.Contains(all, "new answer") || strings.Contains(all, "secret") {
			t.Errorf("she reads %s", all)
		}
		list, _, err := h.List(ctx, "sh", conversation.Filter{}, conversation.PageOf{Limit: 10})
		h.must(err)
		if len(list) != 1 {
			t.Errorf("the inbox has %d rows", len(list))
		}
		// What she still sends to the younger one arrives in the elder, once.
		for range 2 {
			e := h.says(younger, "d", "sent from an old page", nil)
			if e.Kind != flow.Merged {
				t.Errorf("she gets %s", e.Kind)
			}
		}
		if n := strings.Count(h.hers(elder), "sent from an old page"); n != 1 {
			t.Errorf("it arrived %d times", n)
		}
		because(t, h.Take(ctx, "sh", younger, leo, true), fault.MergedInto)
		_, err = h.Merge(ctx, "sh", younger, elder, mia)
		because(t, err, fault.MergedInto)

		h.must(h.Undo(ctx, "sh", elder, seqOf(h, elder, flow.Merged), mia))
		row, back := h.row(elder), h.row(younger)
		if back.Status != theirs.Status || back.Assignee.ID != mia.ID || back.MergedInto != "" {
			t.Errorf("the younger came back as %+v", back)
		}
		if row.Status != before.Status || row.Assignee != nil {
			t.Errorf("the elder came back as %s %+v", row.Status, row.Assignee)
		}
		if all := h.hers(elder); strings.Contains(all, "new answer") || !strings.Contains(all, "sent from an old page") {
			t.Errorf("after it was undone she reads %s", all)
		}
		because(t, h.Undo(ctx, "sh", elder, seqOf(h, elder, flow.Merged), mia), fault.ChangedSince)
		survivor, err = h.Merge(ctx, "sh", elder, younger, mia)
		h.must(err)
		if n := strings.Count(h.hers(survivor), "new answer"); n != 1 {
			t.Errorf("merged once more, she reads it %d times", n)
		}
	})
}

// seqOf is the first event of a kind.
func seqOf(h *house, id string, k flow.Kind) int64 {
	h.t.Helper()
	for _, e := range h.events(id) {
		if e.Kind == k {
			return e.Seq
		}
	}
	h.t.Fatalf("no %s in %s", k, id)
	return 0
}

func TestMergeIsForOneCustomer(t *testing.T) {
	h, ctx := open(t, storetest.SQLite(t)), t.Context()
	id := h.start()
	_, her, err := h.Open(ctx, conversation.Opening{Shop: "sh", Locale: "fr-FR"})
	h.must(err)
	other, err := h.Start(ctx, her)
	h.must(err)
	_, err = h.Merge(ctx, "sh", id, other.ID, mia)
	because(t, err, fault.OtherContact)
	_, err = h.Merge(ctx, "sh", id, id, mia)
	because(t, err, fault.SameOne)
	_, err = h.Merge(ctx, "sh", id, "cv_none", mia)
	because(t, err, fault.OtherContact)
}

func TestSplitAndUndo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h, ctx := open(t, db), t.Context()
		id := h.start()
		first := h.says(id, "a", "about my lamp", nil)
		h.says(id, "b", "and now my invoice", nil)
		h.reply(id, "c", "the invoice is here")
		_, err := h.Split(ctx, "sh", id, first.Seq, mia)
		because(t, err, fault.SplitAll)
		made, err := h.Split(ctx, "sh", id, 2, mia)
		h.must(err)
		if all := h.hers(made); !strings.Contains(all, "my invoice") || !strings.Contains(all, "invoice is here") || strings.Contains(all, "lamp") {
			t.Errorf("the new one has %s", all)
		}
		if row := h.row(made); row.Subject != "and now my invoice" || row.Last.Text != "the invoice is here" || row.Assignee.ID != mia.ID {
			t.Errorf("%+v", row)
		}
		if last := h.row(id).Last; last.Text != "about my lamp" {
			t.Errorf("the former ends with %q", last.Text)
		}
		at := seqOf(h, id, flow.Split)
		h.must(h.Undo(ctx, "sh", id, at, mia))
		if h.row(made).MergedInto != id || h.row(id).Last.Text != "the invoice is here" {
			t.Errorf("%+v", h.row(id).Last)
		}
		second, err := h.Split(ctx, "sh", id, 4, mia)
		h.must(err)
		h.says(second, "z", "one more thing", nil)
		because(t, h.Undo(ctx, "sh", id, h.row(id).Head, mia), fault.ChangedSince)
	})
}
