import { Button, Group, Modal, Text } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconBellZ,
  IconCheck,
  IconClock,
  IconHandStop,
  IconListSearch,
  IconLock,
  IconMessage,
  IconPaperclip,
  IconRefresh,
  IconTag,
  IconX,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useSession } from "@/api/auth";
import { conversationKeys, oneQuery, read, recall } from "@/api/conversations";
import type { Event, Row } from "@/api/types";
import { useCommands } from "@/commands/registry";
import { Failed } from "@/kit/failed";
import { tellProblem } from "@/kit/problem";
import type { ConversationNews } from "@/realtime/connection";
import { useActions } from "./actions";
import { Closing } from "./closing";
import { barrierOf, Composer } from "./composer";
import classes from "./conversation.module.css";
import { useDraft } from "./draft";
import { useDropping } from "./dropping";
import { ConversationHeader } from "./header";
import { type Inspected, inspectedOf } from "./inspected";
import { Labels } from "./labels";
import { Laters } from "./laters";
import { addEvents, useLog } from "./log";
import { Mending } from "./mending";
import { Merging } from "./merging";
import type { OnMessage } from "./message-menu";
import { usePending } from "./outbox";
import { quoteOf } from "./quoted";
import { SaidSince } from "./said-since";
import { Thread } from "./thread";
import { hold } from "./tray";

interface Props {
  id: string;
  inspecting: number | undefined;
  onInspect: (seq: number | undefined) => void;
  onInspected: (inspected: Inspected | null) => void;
  onBack: () => void;
  onCard: () => void;
  /** Goes to another conversation. */
  onOpen: (id: string) => void;
}

export function Conversation({ id, inspecting, onInspect, onInspected, onBack, onCard, onOpen }: Props) {
  const { t } = useTranslation();
  const { staff } = useSession();
  const may = useMay("agent");
  const { typist, viewing, hear } = useOthers(staff.id);
  const one = useQuery(oneQuery(id));
  const row = one.data;
  const { log, events, now, seen } = useLog(id, hear);
  const pending = usePending(id).filter((p) => !events?.some((e) => e.client_key === p.client_key));
  const [draft, onDraft] = useDraft(id);
  const actions = useActions(row, onOpen);
  const client = useQueryClient();
  const [menu, setMenu] = useState<"snooze" | "later" | "tags" | "merge" | "close" | null>(null);
  const show = (one: typeof menu) => (open: boolean) => setMenu(open ? one : null);
  const [mending, setMending] = useState<Event | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const barrier = barrierOf(row, staff.id, may);
  const { over, handlers } = useDropping(barrier === null && draft.mode === "reply", (files) => {
    hold(id, files);
    field.current?.focus();
  });
  useRead(id, events, row, may);
  useFreshCard(id, events);
  useEffect(() => {
    onInspected(inspectedOf(events, inspecting, row?.country));
  }, [events, inspecting, onInspected, row?.country]);

  useEffect(() => {
    if (row?.merged_into) onOpen(row.merged_into);
  }, [row?.merged_into, onOpen]);

  const focus = (mode: "reply" | "note") => {
    onDraft({ mode });
    setTimeout(() => field.current?.focus());
  };
  const mine = row?.status === "taken" && row.assignee?.id === staff.id;
  const on: OnMessage = {
    quote: (e) => {
      if (e.kind !== "message") return;
      onDraft({ mode: "reply", quote: quoteOf(e) });
      setTimeout(() => field.current?.focus());
    },
    edit: setMending,
    recall: (e) =>
      recall(id, e.seq)
        .then((event) => addEvents(client, id, [event]))
        .catch(tellProblem),
    split: (e) => actions.split(e.seq),
  };
  const head = events?.[events.length - 1]?.seq ?? 0;
  const isOpen = row !== undefined && row.status !== "closed";
  const answers = events?.filter((e) => e.kind === "message" && e.actor.kind === "assistant") ?? [];
  useCommands([
    {
      id: "reply",
      group: "conversation",
      labelKey: "cmd.reply",
      icon: IconMessage,
      keys: "r",
      when: () => may,
      run: () => focus("reply"),
    },
    {
      id: "note",
      group: "conversation",
      labelKey: "cmd.note",
      icon: IconLock,
      keys: "n",
      when: () => may,
      run: () => focus("note"),
    },
    {
      id: "attach",
      group: "conversation",
      labelKey: "cmd.attach",
      icon: IconPaperclip,
      keys: "a",
      when: () => barrier === null && draft.mode === "reply",
      run: () => chooser.current?.click(),
    },
    {
      id: "take",
      group: "conversation",
      labelKey: "cmd.take",
      icon: IconHandStop,
      keys: "t",
      when: () => may && isOpen && !mine,
      run: actions.take,
    },
    {
      id: "give-back",
      group: "conversation",
      labelKey: "cmd.give_back",
      icon: IconArrowBackUp,
      keys: "b",
      when: () => may && mine,
      run: actions.giveBack,
    },
    {
      id: "close",
      group: "conversation",
      labelKey: "cmd.close",
      icon: IconCheck,
      keys: "e",
      when: () => may && isOpen,
      run: () => setMenu("close"),
    },
    {
      id: "snooze",
      group: "conversation",
      labelKey: row?.snoozed ? "cmd.wake" : "cmd.snooze",
      icon: IconBellZ,
      keys: "h",
      when: () => may && isOpen,
      run: () => (row?.snoozed ? actions.wake() : setMenu("snooze")),
    },
    {
      id: "tag",
      group: "conversation",
      labelKey: "cmd.tag",
      icon: IconTag,
      keys: "l",
      when: () => may && row !== undefined,
      run: () => setMenu("tags"),
    },
    {
      id: "merge",
      group: "conversation",
      labelKey: "cmd.merge",
      icon: IconArrowMerge,
      when: () => may && row !== undefined,
      run: () => setMenu("merge"),
    },
    {
      id: "send-later",
      group: "conversation",
      labelKey: "cmd.send_later",
      icon: IconClock,
      when: () => barrier === null && draft.mode === "reply" && draft.text.trim() !== "",
      run: () => setMenu("later"),
    },
    {
      id: "reopen",
      group: "conversation",
      labelKey: "cmd.reopen",
      icon: IconRefresh,
      keys: "o",
      when: () => may && row?.status === "closed",
      run: actions.reopen,
    },
    {
      id: "inspect",
      group: "conversation",
      labelKey: "cmd.inspect",
      icon: IconListSearch,
      keys: "i",
      when: () => answers.length > 0,
      run: () => onInspect(inspecting ? undefined : answers[answers.length - 1]?.seq),
    },
    {
      id: "leave-inspector",
      group: "conversation",
      labelKey: "cmd.leave_inspector",
      icon: IconX,
      keys: "Escape",
      when: () => inspecting !== undefined,
      run: () => onInspect(undefined),
    },
  ]);

  const error = one.error ?? (events ? null : log.error);
  if (error && !row) return <Failed error={error} retry={() => one.refetch()} />;
  return (
    <div className={classes.conversation} {...handlers}>
      {over && (
        <div className={classes.drop} data-testid="drop">
          <IconPaperclip size={22} aria-hidden />
          {t("conversation.drop")}
        </div>
      )}
      <ConversationHeader
        row={row}
        me={staff.id}
        may={may}
        viewing={viewing}
        onBack={onBack}
        onCard={onCard}
        onTake={actions.take}
        onGiveBack={actions.giveBack}
        onClose={() => setMenu("close")}
        onReopen={actions.reopen}
        onSnooze={actions.snooze}
        onWake={actions.wake}
        onMerge={() => setMenu("merge")}
        snoozing={menu === "snooze"}
        onSnoozing={show("snooze")}
      />
      {row && <Labels row={row} may={may} tagging={menu === "tags"} onTagging={show("tags")} onTag={actions.tag} />}
      <Thread
        events={events}
        pending={pending}
        now={now}
        typist={typist}
        me={staff}
        inspecting={inspecting}
        onInspect={onInspect}
        seen={seen}
        on={may ? on : undefined}
      >
        <Laters
          id={id}
          zone={row?.card?.zone}
          may={may}
          onText={(text) =>
            onDraft({ mode: "reply", text: draft.mode === "reply" && draft.text ? `${draft.text}\n\n${text}` : text })
          }
        />
      </Thread>
      <Composer
        row={row}
        barrier={barrier}
        me={staff.id}
        zone={row?.card?.zone}
        head={head}
        draft={draft}
        onDraft={onDraft}
        later={menu === "later"}
        onLater={show("later")}
        onTake={actions.take}
        onReopen={actions.reopen}
        onClose={() => setMenu("close")}
        field={field}
        chooser={chooser}
      />
      <Closing opened={menu === "close"} onClose={() => setMenu(null)} onYes={actions.close} />
      <Merging
        row={row}
        opened={menu === "merge"}
        onClose={() => setMenu(null)}
        onMerge={(other) => actions.merge(other)}
      />
      <Mending id={id} event={mending} onClose={() => setMending(null)} />
      <SaidSince
        item={pending.find((p) => p.state === "asking")}
        events={events}
        me={staff.id}
        onBack={(item) => onDraft({ mode: "reply", text: item.text, quote: item.quote, began: head })}
      />
      <TakeAnyway name={actions.asking} onYes={actions.takeAnyway} onNo={actions.stopAsking} />
    </div>
  );
}

/** Who else is here, and who is writing. */
function useOthers(me: string) {
  const [typist, setTypist] = useState("");
  const [viewing, setViewing] = useState<{ id: string; name: string }[]>([]);
  const { t } = useTranslation();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const hear = useCallback(
    (news: ConversationNews) => {
      if (news.type === "viewing") setViewing(news.staff.filter((s) => s.id !== me));
      if (news.type === "typing" && news.actor.id !== me) {
        setTypist(
          news.actor.name || t(news.actor.kind === "contact" ? "conversation.she" : `actor.${news.actor.kind}`),
        );
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setTypist(""), 5000);
      }
      if (news.type === "event") setTypist("");
    },
    [me, t],
  );
  return { typist, viewing, hear };
}

/** The card tells what was asked and tried: it is read again shortly after something happened. */
function useFreshCard(id: string, events: Event[] | undefined) {
  const client = useQueryClient();
  const last = events?.[events.length - 1]?.seq ?? 0;
  const first = useRef(0);
  useEffect(() => {
    if (first.current === 0) first.current = last;
    if (last === first.current) return;
    const timer = setTimeout(() => client.invalidateQueries({ queryKey: conversationKeys.one(id) }), 400);
    return () => clearTimeout(timer);
  }, [client, id, last]);
}

/** What is on the screen of somebody who looks at it is read. */
function useRead(id: string, events: Event[] | undefined, row: Row | undefined, may: boolean) {
  const told = useRef(0);
  const last = events?.[events.length - 1]?.seq ?? 0;
  const unread = row?.unread ?? 0;
  useEffect(() => {
    if (!may || last === 0 || (told.current >= last && unread === 0)) return;
    const tell = () => {
      if (document.visibilityState !== "visible" || told.current >= last) return;
      told.current = last;
      read(id, last).catch(() => {
        told.current = 0;
      });
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [id, last, unread, may]);
}

function TakeAnyway({ name, onYes, onNo }: { name: string | null; onYes: () => void; onNo: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={name !== null}
      onClose={onNo}
      title={t("conversation.take_from", { name })}
      size="sm"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <Text size="sm" mb="md">
        {t("conversation.take_from_hint", { name })}
      </Text>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onNo}>
          {t("do.cancel")}
        </Button>
        <Button onClick={onYes} data-autofocus data-testid="take-anyway">
          {t("conversation.take")}
        </Button>
      </Group>
    </Modal>
  );
}
