import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { dirOf } from "@ui/language";
import { exact } from "@ui/time";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import { addPromise, keepPromise, movePromise, refreshPromises, withdrawPromise } from "@/api/promises";
import type { DatedPromise } from "@/api/types";
import { useUi } from "./i18n";
import { useNow } from "./now";
import { problemText, tellProblem } from "./problem";
import classes from "./promise.module.css";

/** One promise: until when, what was said, and what an agent can do about it. */
export function PromiseItem({ promise: p, from }: { promise: DatedPromise; from?: ReactNode }) {
  const { t } = useTranslation();
  const ui = useUi();
  const client = useQueryClient();
  const may = useMay("agent");
  const [moving, setMoving] = useState(false);
  const [busy, setBusy] = useState(false);
  const live = p.state === "open" || p.state === "broken";
  const end = async (verb: (id: string) => Promise<unknown>) => {
    setBusy(true);
    try {
      await verb(p.id);
    } catch (err) {
      tellProblem(err);
    } finally {
      refreshPromises(client, p.conversation);
      setBusy(false);
    }
  };
  return (
    <li className={classes.item} data-testid="promise" data-id={p.id} data-state={p.state}>
      <div className={classes.head}>
        <Due promise={p} />
        {from}
      </div>
      <blockquote dir={p.locale ? dirOf(p.locale) : "auto"} lang={p.locale || undefined}>
        {p.text}
      </blockquote>
      <p className={classes.quiet}>
        {p.by.kind === "assistant" ? t("promises.by_assistant") : t("promises.by", { name: p.by.name })}
        {p.said_due_at && <> · {t("promises.moved_from", { time: dayTime(p.said_due_at, ui) })}</>}
        {p.ended_by && <> · {t(`promises.${p.state}_by`, { name: p.ended_by })}</>}
      </p>
      {live && may && (
        <Group gap={6}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            onClick={() => end(keepPromise)}
            data-testid="promise-keep"
          >
            {t("promises.keep")}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={busy}
            onClick={() => setMoving(true)}
            data-testid="promise-move"
          >
            {t("promises.move")}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            disabled={busy}
            onClick={() => end(withdrawPromise)}
            data-testid="promise-withdraw"
          >
            {t("promises.withdraw")}
          </Button>
        </Group>
      )}
      {moving && <MoveDialog promise={p} onClose={() => setMoving(false)} />}
    </li>
  );
}

/** The time that is left, or how long it is over; the exact time, and hers when she lives in another zone. */
export function Due({ promise: p }: { promise: DatedPromise }) {
  const { t } = useTranslation();
  const ui = useUi();
  const now = useNow(30_000);
  const over = p.state === "open" && new Date(p.due_at).getTime() < now;
  const state = over ? "broken" : p.state;
  const left = new Date(p.due_at).getTime() - now;
  return (
    <span className={classes.due}>
      <b
        className={classes.badge}
        data-state={state}
        data-soon={(state === "open" && left < 86_400_000) || undefined}
        data-testid="promise-state"
      >
        {t(`promises.state.${p.late ? "late" : state}`)}
      </b>
      <time dateTime={p.due_at} title={exact(p.due_at, ui)}>
        {(state === "open" || state === "broken") && <>{away(left, ui)} · </>}
        {dayTime(p.due_at, ui)}
      </time>
      <HerTime at={p.due_at} zone={p.zone} />
    </span>
  );
}

/** How far it is, in hours up to two days: a day and a half is not "in 2 days" to whoever has to keep a promise tomorrow. */
function away(ms: number, ui: string): string {
  const format = new Intl.RelativeTimeFormat(ui, { numeric: "auto" });
  const hours = ms / 3_600_000;
  if (Math.abs(hours) < 1) return format.format(Math.trunc(hours * 60), "minute");
  if (Math.abs(hours) < 48) return format.format(Math.trunc(hours), "hour");
  return format.format(Math.trunc(hours / 24), "day");
}

function HerTime({ at, zone }: { at: string; zone: string }) {
  const { t } = useTranslation();
  const ui = useUi();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  let hers: string;
  try {
    hers = dayTime(at, ui, zone);
  } catch {
    return null; // a zone that this browser does not know
  }
  if (zone === own || hers === dayTime(at, ui)) return null;
  return <small>{t("promises.her_time", { time: hers })}</small>;
}

function dayTime(at: string, ui: string, zone?: string): string {
  return new Intl.DateTimeFormat(ui, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(new Date(at));
}

/** The value of a date-and-time field, in the agent's own zone. */
function fieldValue(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function MoveDialog({ promise: p, onClose }: { promise: DatedPromise; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <TimeDialog
      title={t("promises.move_title")}
      submit={t("promises.move")}
      conversation={p.conversation}
      due={new Date(Math.max(new Date(p.due_at).getTime(), Date.now()) + 86_400_000)}
      onClose={onClose}
      save={(due_at) => movePromise(p.id, due_at)}
    />
  );
}

/** Writes down what was promised elsewhere, on the phone for example. */
export function AddPromiseDialog({ conversation, onClose }: { conversation: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const key = useId();
  const [opened] = useState(Date.now);
  return (
    <TimeDialog
      title={t("promises.add")}
      submit={t("do.add")}
      conversation={conversation}
      due={new Date(Date.now() + 86_400_000)}
      ready={text.trim() !== ""}
      onClose={onClose}
      save={(due_at) => addPromise(conversation, { client_key: `${key}-${opened}`, text, due_at })}
    >
      <Textarea
        label={t("promises.what")}
        placeholder={t("promises.what_example")}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={500}
        dir="auto"
        data-autofocus
        data-testid="promise-text"
      />
    </TimeDialog>
  );
}

interface TimeDialogProps {
  title: string;
  submit: string;
  conversation: string;
  due: Date;
  ready?: boolean;
  children?: ReactNode;
  onClose: () => void;
  save: (due: string) => Promise<unknown>;
}

function TimeDialog({ title, submit, conversation, due, ready = true, children, onClose, save }: TimeDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [until, setUntil] = useState(() => fieldValue(due));
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    try {
      await save(new Date(until).toISOString());
      refreshPromises(client, conversation);
      onClose();
    } catch (err) {
      setError(problemText(err));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size="sm" closeButtonProps={{ "aria-label": t("do.close_panel") }}>
      <form onSubmit={send} className={classes.form}>
        {children}
        <TextInput
          type="datetime-local"
          label={t("promises.until")}
          description={t("promises.your_time")}
          value={until}
          onChange={(e) => setUntil(e.currentTarget.value)}
          error={error || undefined}
          required
          data-testid="promise-until"
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("do.cancel")}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready || until === ""} data-testid="promise-save">
            {submit}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
