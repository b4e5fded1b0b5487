import { ActionIcon, Button, CloseButton, Textarea, Tooltip } from "@mantine/core";
import { IconClock, IconCornerDownLeft, IconLock, IconMessage, IconPaperclip } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";
import { conversationKeys, sendLater, typing } from "@/api/conversations";
import type { Row } from "@/api/types";
import { useContactName } from "@/kit/contact";
import { tellProblem } from "@/kit/problem";
import { AskedAgain } from "./asked-again";
import { Chips } from "./chips";
import classes from "./conversation.module.css";
import type { Draft } from "./draft";
import { MacroPicker, type MacroPickerHandle } from "./macro-picker";
import { Names, useMentioning } from "./mentioning";
import { newKey, write } from "./outbox";
import { Quoted } from "./quoted";
import { TimeMenu } from "./time-menu";
import { hold, takeReady, types, useTray } from "./tray";

export type Barrier = "viewer" | "closed" | "other" | null;

/** Why a reply is not possible now. A note is possible as long as the person may write at all. */
export function barrierOf(row: Row | undefined, me: string, may: boolean): Barrier {
  if (!may) return "viewer";
  if (row?.status === "closed") return "closed";
  if (row?.status === "taken" && row.assignee && row.assignee.id !== me) return "other";
  return null;
}

interface Props {
  row: Row | undefined;
  barrier: Barrier;
  me: string;
  /** Her time zone, when it is known. */
  zone?: string;
  /** The newest event on the screen. */
  head: number;
  draft: Draft;
  onDraft: (part: Partial<Draft>) => void;
  /** The choice of a time to send. */
  later: boolean;
  onLater: (open: boolean) => void;
  onTake: () => void;
  onReopen: () => void;
  onClose: () => void;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Opens the choice of files when it is clicked. */
  chooser: RefObject<HTMLInputElement | null>;
}

export function Composer(p: Props) {
  const { row, barrier, draft, onDraft, onTake, onReopen, field, chooser } = p;
  const { t } = useTranslation();
  const client = useQueryClient();
  const tell = useTyping(row?.id);
  const nameOf = useContactName();
  const noting = draft.mode === "note";
  const blocked = barrier === "viewer" || (barrier !== null && !noting);
  const text = draft.text.trim();
  const held = useTray(noting ? undefined : row?.id);
  const uploading = held.some((h) => h.state === "busy");
  const ready = !uploading && (text !== "" || held.some((h) => h.state === "ready"));

  const macros = useRef<MacroPickerHandle>(null);
  const names = useMentioning({
    on: noting,
    text: draft.text,
    me: p.me,
    onName: (next, cursor, who) => {
      onDraft({ text: next, mentions: [...(draft.mentions ?? []), who] });
      setTimeout(() => field.current?.setSelectionRange(cursor, cursor));
    },
  });

  const reply = ({ id }: Row) => {
    const what = { kind: "reply" as const, text, files: takeReady(id), quote: draft.quote, after: draft.began };
    const sent = write(client, id, what);
    if (draft.close) sent.then((ok) => ok && p.onClose());
  };
  const send = () => {
    if (!row || blocked || !ready) return;
    const called = draft.mentions?.filter((m) => text.includes(`@${m.name}`)).map((m) => m.id);
    if (noting) write(client, row.id, { kind: "note", text, mentions: called });
    else reply(row);
    onDraft(noting ? { text: "", mentions: undefined } : { text: "", quote: undefined, close: undefined });
  };
  const sendAt = async (at: Date) => {
    if (!row || !text) return;
    try {
      await sendLater(row.id, { client_key: newKey(), text, at: at.toISOString() });
      onDraft({ text: "" });
      client.invalidateQueries({ queryKey: conversationKeys.laters(row.id) });
    } catch (err) {
      tellProblem(err);
    }
  };
  const onText = (next: string, cursor: number) => {
    names.onCursor(cursor);
    onDraft({ text: next, began: noting ? draft.began : (draft.began ?? (next ? p.head : undefined)) });
    if (next) tell(noting);
  };
  const onPaste = (e: ClipboardEvent) => {
    // A table from a spreadsheet comes as a picture too; its text is what is meant.
    if (noting || !row || e.clipboardData.files.length === 0 || e.clipboardData.types.includes("text/plain")) return;
    e.preventDefault();
    hold(row.id, e.clipboardData.files);
  };
  const onKey = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    // While a Chinese or Japanese word is being composed, Enter belongs to the input method.
    if (e.nativeEvent.isComposing || e.keyCode === 229) return;
    if (names.onKey(e)) return;
    if (e.key === "Escape") e.currentTarget.blur();
    if (e.key === "/" && !noting && draft.text === "") {
      e.preventDefault();
      macros.current?.open();
    }
    const touch = matchMedia("(pointer: coarse)").matches;
    if (e.key === "Enter" && (e.metaKey || e.ctrlKey || (!e.shiftKey && !e.altKey && !touch))) {
      e.preventDefault();
      send();
    }
  };

  return (
    <div className={classes.composer} data-mode={draft.mode}>
      <div className={classes.composerHead}>
        <div className={classes.modes} role="group" aria-label={t("conversation.mode")}>
          <button
            type="button"
            aria-pressed={!noting}
            onClick={() => onDraft({ mode: "reply" })}
            data-testid="mode-reply"
          >
            <IconMessage size={14} aria-hidden /> {t("conversation.reply")}
          </button>
          <button type="button" aria-pressed={noting} onClick={() => onDraft({ mode: "note" })} data-testid="mode-note">
            <IconLock size={14} aria-hidden /> {t("conversation.note")}
          </button>
        </div>
        <span className={classes.hint}>
          {noting
            ? t("conversation.note_hint")
            : row?.status === "open" || row?.status === "waiting"
              ? t("conversation.takes")
              : ""}
        </span>
      </div>
      {!blocked && !noting && row && <AskedAgain id={row.id} text={draft.text} />}
      {!blocked && !noting && draft.close && (
        <span className={classes.after}>
          {t("conversation.closes_after")}
          <CloseButton size="xs" aria-label={t("do.cancel")} onClick={() => onDraft({ close: undefined })} />
        </span>
      )}
      {blocked ? (
        <div className={classes.barrier} role="status" data-testid="composer-barrier">
          <span>{t(`conversation.barrier.${barrier}`, { name: row?.assignee?.name })}</span>
          {barrier === "closed" && (
            <Button size="xs" variant="default" onClick={onReopen}>
              {t("conversation.reopen")}
            </Button>
          )}
          {barrier === "other" && (
            <Button size="xs" variant="default" onClick={onTake}>
              {t("conversation.take")}
            </Button>
          )}
        </div>
      ) : (
        <div className={classes.write}>
          <Chips held={held} />
          {!noting && draft.quote && <Quoted quote={draft.quote} onDrop={() => onDraft({ quote: undefined })} />}
          <Names {...names} />
          <Textarea
            ref={field}
            classNames={{ input: classes.area }}
            variant="unstyled"
            autosize
            minRows={2}
            maxRows={10}
            dir="auto"
            value={draft.text}
            onChange={(e) => onText(e.currentTarget.value, e.currentTarget.selectionStart)}
            onSelect={(e) => names.onCursor(e.currentTarget.selectionStart)}
            onKeyDown={onKey}
            onPaste={onPaste}
            placeholder={t(noting ? "conversation.note_placeholder" : "conversation.reply_placeholder", {
              name: nameOf(row?.contact, row?.country),
            })}
            aria-label={t(noting ? "conversation.note" : "conversation.reply")}
            data-testid="reply-box"
          />
          {!noting && (
            <>
              <input
                ref={chooser}
                type="file"
                multiple
                hidden
                accept={types.join(",")}
                onChange={(e) => {
                  if (row) hold(row.id, e.currentTarget.files ?? []);
                  e.currentTarget.value = "";
                }}
                data-testid="file"
              />
              {row && (
                <MacroPicker
                  row={row}
                  handle={macros}
                  onPick={(m) => {
                    const all = draft.text ? `${draft.text}\n${m.text}` : m.text;
                    onText(all, all.length);
                    if (m.actions.close) onDraft({ close: true });
                  }}
                  onClose={() => field.current?.focus()}
                />
              )}
              <Tooltip label={t("conversation.attach_hint")}>
                <ActionIcon
                  size={36}
                  variant="subtle"
                  color="gray"
                  onClick={() => chooser.current?.click()}
                  aria-label={t("conversation.attach")}
                  data-testid="attach"
                >
                  <IconPaperclip size={19} aria-hidden />
                </ActionIcon>
              </Tooltip>
              <TimeMenu
                opened={p.later}
                onChange={p.onLater}
                zone={p.zone}
                title={t(p.zone ? "when.hers" : "when.yours")}
                onTime={sendAt}
              >
                <ActionIcon
                  size={36}
                  variant="subtle"
                  color="gray"
                  disabled={!text || held.length > 0}
                  aria-label={t("conversation.send_later")}
                  title={t("conversation.send_later")}
                  data-testid="send-later"
                >
                  <IconClock size={19} aria-hidden />
                </ActionIcon>
              </TimeMenu>
            </>
          )}
          <Button
            size="sm"
            color={noting ? "yellow" : undefined}
            variant={noting ? "light" : "filled"}
            className={noting ? classes.noteSend : undefined}
            disabled={!ready}
            onClick={send}
            rightSection={<IconCornerDownLeft size={15} aria-hidden />}
            data-testid="send"
          >
            {t(noting ? "conversation.add_note" : "conversation.send")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Tells the other side that somebody is writing, at most every three seconds. */
function useTyping(id: string | undefined) {
  const last = useRef(0);
  return (noting: boolean) => {
    if (!id || Date.now() - last.current < 3000) return;
    last.current = Date.now();
    typing(id, noting).catch(() => {});
  };
}
