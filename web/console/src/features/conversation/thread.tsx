import { Button, Skeleton } from "@mantine/core";
import { IconAlertCircle, IconArrowDown, IconLock } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { day } from "@ui/time";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Event, Person } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { Attached } from "./attached";
import classes from "./conversation.module.css";
import { EventLine } from "./line";
import type { Live } from "./log";
import { Bubble, Head, Message } from "./message";
import { MessageMenu, type OnMessage } from "./message-menu";
import { deliver, discard, type Pending } from "./outbox";
import { Quoted } from "./quoted";
import { Revised } from "./revised";
import { shown } from "./shown";

interface Props {
  events: Event[] | undefined;
  pending: Pending[];
  now: Live | undefined;
  typist: string;
  me: { id: string; name: string };
  inspecting: number | undefined;
  onInspect: (seq: number | undefined) => void;
  /** The customer has read up to here. */
  seen: number;
  /** What may be done with a message; missing for who only reads. */
  on?: OnMessage;
  /** Stands below the newest: messages for later. */
  children?: ReactNode;
}

export function Thread({ events, pending, now, typist, me, inspecting, onInspect, seen, on, children }: Props) {
  const { t } = useTranslation();
  const ui = useUi();
  const { box, far, down, onScroll, onGrown } = useBottom(
    `${events?.length} ${pending.length} ${now?.text.length} ${typist}`,
  );
  const list = useMemo(() => shown(events ?? []), [events]);
  const first = list.find((s) => s.event.kind === "message")?.key;
  const lastSeen = list.findLast(
    (s) => !s.foreign && s.event.kind === "message" && s.event.actor.kind === "agent" && s.event.seq <= seen,
  );
  const newest = list.findLast((s) => s.event.kind === "message");
  return (
    <div className={classes.threadBox}>
      <div
        className={classes.thread}
        ref={box}
        onScroll={onScroll}
        onLoadCapture={onGrown}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t("conversation.log")}
        data-testid="thread"
      >
        {!events && <Skeletons />}
        {list.map(({ key, event: e, foreign }, i) => {
          const before = list[i - 1]?.event;
          const newDay = !before || new Date(before.at).toDateString() !== new Date(e.at).toDateString();
          return (
            <div key={key} className={classes.item} data-seq={foreign ? undefined : e.seq}>
              {newDay && <div className={classes.day}>{day(e.at, ui)}</div>}
              <One
                event={e}
                first={newDay || !sameVoice(before, e)}
                inspecting={!foreign && inspecting === e.seq}
                onInspect={onInspect}
                seen={key === lastSeen?.key && key === newest?.key}
                menu={on && !foreign && <MessageMenu event={e} me={me.id} first={key === first} on={on} />}
              />
            </div>
          );
        })}
        {now && <Writing now={now} />}
        {pending.map((p) => (
          <Unsent key={p.client_key} item={p} me={me.name} />
        ))}
        {children}
        {typist && (
          <div className={classes.typist} data-testid="typing">
            <Dots /> {t("conversation.typing", { name: typist })}
          </div>
        )}
      </div>
      {far && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.down}
          onClick={down}
          leftSection={<IconArrowDown size={14} aria-hidden />}
        >
          {t("conversation.to_newest")}
        </Button>
      )}
    </div>
  );
}

function sameVoice(a: Event | undefined, b: Event): boolean {
  if (a?.kind !== "message" || b.kind !== "message") return false;
  const close = new Date(b.at).getTime() - new Date(a.at).getTime() < 3 * 60_000;
  return close && a.actor.kind === b.actor.kind && a.actor.id === b.actor.id;
}

function One({
  event,
  first,
  inspecting,
  onInspect,
  seen,
  menu,
}: {
  event: Event;
  first: boolean;
  inspecting: boolean;
  onInspect: Props["onInspect"];
  seen: boolean;
  menu: ReactNode;
}) {
  if (event.kind === "message")
    return (
      <Message event={event} first={first} inspecting={inspecting} onInspect={onInspect} seen={seen} menu={menu} />
    );
  if (event.kind === "note")
    return (
      <Note
        name={event.actor.name}
        at={event.at}
        text={event.payload.text}
        mentions={event.payload.mentions}
        revised={<Revised payload={event.payload} />}
        menu={menu}
      />
    );
  if (event.kind === "edited" || event.kind === "recalled") return null;
  return <EventLine event={event} />;
}

interface NoteProps {
  name: string;
  at: string;
  text: string;
  mentions?: Person[];
  revised?: ReactNode;
  menu?: ReactNode;
  foot?: ReactNode;
}

function Note({ name, at, text, mentions, revised, menu, foot }: NoteProps) {
  const { t } = useTranslation();
  return (
    <Bubble
      side="note"
      testid="note"
      menu={menu}
      head={
        <>
          <IconLock size={12} aria-hidden /> {t("conversation.note_by")} <Head name={name} at={at} />
        </>
      }
      foot={foot}
    >
      {revised}
      <div className={classes.text} dir="auto">
        <WithNames text={text} people={mentions ?? []} />
      </div>
    </Bubble>
  );
}

/** A note with the names that it calls. */
function WithNames({ text, people }: { text: string; people: Person[] }) {
  for (const p of people) {
    const at = text.indexOf(`@${p.name}`);
    if (at < 0) continue;
    const end = at + p.name.length + 1;
    return (
      <>
        {text.slice(0, at)}
        <strong className={classes.mention}>{text.slice(at, end)}</strong>
        <WithNames text={text.slice(end)} people={people} />
      </>
    );
  }
  return text;
}

function Unsent({ item, me }: { item: Pending; me: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const foot =
    item.state !== "failed" ? (
      <span>{t("conversation.sending")}</span>
    ) : (
      <span className={classes.failed} role="alert" data-testid="send-failed">
        <IconAlertCircle size={13} aria-hidden /> {t("conversation.failed")} {item.why}
        <button type="button" onClick={() => deliver(client, item)} data-testid="send-again">
          {t("do.retry")}
        </button>
        <button type="button" onClick={() => discard(item.client_key)}>
          {t("do.discard")}
        </button>
      </span>
    );
  if (item.kind === "note") return <Note name={me} at={item.at} text={item.text} foot={foot} />;
  return (
    <Bubble side="agent" foot={foot} testid="message-pending">
      {item.quote && <Quoted quote={item.quote} />}
      {item.text && (
        <div className={classes.text} dir="auto">
          {item.text}
        </div>
      )}
      {item.files?.map((f) => (
        <Attached key={f.id} file={f} />
      ))}
    </Bubble>
  );
}

/** The answer while it is being written. Not read aloud piece by piece: the finished message is. */
function Writing({ now }: { now: Live }) {
  const { t } = useTranslation();
  return (
    <div aria-live="off" data-testid="streaming">
      <Bubble side="assistant" head={<span>{t("conversation.writing")}</span>}>
        {now.text ? (
          <div className={classes.text} dir="auto">
            {now.text}
            <span className={classes.caret} aria-hidden />
          </div>
        ) : (
          <Dots />
        )}
      </Bubble>
    </div>
  );
}

const Dots = () => (
  <span className={classes.dots} aria-hidden>
    <i />
    <i />
    <i />
  </span>
);

/** Stays at the newest while the reader is there; never pulls her away from what she reads. */
function useBottom(change: string) {
  const box = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  const top = useRef(0);
  const [far, setFar] = useState(false);
  const down = useCallback(() => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
  }, []);
  const onScroll = () => {
    const el = box.current;
    if (!el) return;
    const distance = el.scrollHeight - el.scrollTop - el.clientHeight;
    // Only going up leaves the newest: what grows below her does not.
    if (distance < 60) stick.current = true;
    else if (el.scrollTop < top.current) stick.current = false;
    top.current = el.scrollTop;
    setFar(distance > 240);
  };
  // A picture has its height only when it is there.
  const onGrown = () => stick.current && down();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever something was added
  useLayoutEffect(() => {
    if (stick.current) down();
  }, [change]);
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const watch = new ResizeObserver(() => stick.current && down());
    watch.observe(el);
    return () => watch.disconnect();
  }, [down]);
  return { box, far, down, onScroll, onGrown };
}

function Skeletons() {
  return (
    <div className={classes.skeletons} aria-hidden>
      <Skeleton height={44} width="50%" />
      <Skeleton height={68} width="56%" ml="auto" />
      <Skeleton height={36} width="38%" />
    </div>
  );
}
