import { ActionIcon, Button, Textarea, Tooltip } from "@mantine/core";
import { IconCornerDownLeft, IconLock, IconMessage, IconPaperclip } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ClipboardEvent, type KeyboardEvent, type Ref, type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";
import { typing } from "@/api/conversations";
import type { Row } from "@/api/types";
import { useContactName } from "@/kit/contact";
import { Chips } from "./chips";
import classes from "./conversation.module.css";
import type { Draft } from "./draft";
import { write } from "./outbox";
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
  draft: Draft;
  onDraft: (part: Partial<Draft>) => void;
  onTake: () => void;
  onReopen: () => void;
  field: Ref<HTMLTextAreaElement>;
  /** Opens the choice of files when it is clicked. */
  chooser: RefObject<HTMLInputElement | null>;
}

export function Composer({ row, barrier, draft, onDraft, onTake, onReopen, field, chooser }: Props) {
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

  const send = () => {
    if (!row || blocked || !ready) return;
    if (noting) write(client, row.id, "note", text);
    else write(client, row.id, "reply", text, takeReady(row.id));
    onDraft({ text: "" });
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
    if (e.key === "Escape") e.currentTarget.blur();
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
          <Textarea
            ref={field}
            classNames={{ input: classes.area }}
            variant="unstyled"
            autosize
            minRows={2}
            maxRows={10}
            dir="auto"
            value={draft.text}
            onChange={(e) => {
              onDraft({ text: e.currentTarget.value });
              if (!noting && e.currentTarget.value) tell();
            }}
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
  return () => {
    if (!id || Date.now() - last.current < 3000) return;
    last.current = Date.now();
    typing(id).catch(() => {});
  };
}
