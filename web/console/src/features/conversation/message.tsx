import { IconListSearch, IconPlayerStop, IconRobot } from "@tabler/icons-react";
import { clock, exact } from "@ui/time";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActorKind, Event } from "@/api/types";
import { Comparison } from "@/kit/comparison";
import { useUi } from "@/kit/i18n";
import { Attached } from "./attached";
import classes from "./conversation.module.css";
import { Quoted } from "./quoted";
import { Revised } from "./revised";

export type MessageEvent = Extract<Event, { kind: "message" }>;

export function Bubble({
  side,
  children,
  head,
  foot,
  menu,
  testid,
}: {
  side: ActorKind | "note";
  children: ReactNode;
  head?: ReactNode;
  foot?: ReactNode;
  /** What can be done with the message; shown when it is pointed at or focused. */
  menu?: ReactNode;
  testid?: string;
}) {
  return (
    <div className={classes.message} data-side={side} data-testid={testid}>
      {head && <div className={classes.by}>{head}</div>}
      <div className={classes.bubbleLine}>
        <div className={classes.bubble}>{children}</div>
        {menu}
      </div>
      {foot && <div className={classes.foot}>{foot}</div>}
    </div>
  );
}

export function Head({ name, at, robot }: { name: string; at: string; robot?: boolean }) {
  const ui = useUi();
  return (
    <>
      {robot && <IconRobot size={13} aria-hidden />}
      <bdi>{name}</bdi>
      <time dateTime={at} title={exact(at, ui)}>
        {clock(at, ui)}
      </time>
    </>
  );
}

interface Props {
  event: MessageEvent;
  /** The first of several by the same speaker tells who it is. */
  first: boolean;
  inspecting: boolean;
  onInspect: (seq: number | undefined) => void;
  menu?: ReactNode;
  /** The customer has read it. */
  seen?: boolean;
}

export const Message = memo(function Message({ event, first, inspecting, onInspect, menu, seen }: Props) {
  const { t } = useTranslation();
  const { payload, actor } = event;
  const assistant = actor.kind === "assistant";
  const name = assistant ? t("actor.assistant") : actor.name || t(`actor.${actor.kind}`);
  const count = payload.evidence?.length ?? 0;
  return (
    <Bubble
      side={actor.kind}
      menu={menu}
      testid={`message-${actor.kind}`}
      head={first && <Head name={name} at={event.at} robot={assistant} />}
      foot={
        seen ? (
          <span data-testid="seen">{t("conversation.seen")}</span>
        ) : (
          assistant && (
            <>
              {payload.interrupted && (
                <span className={classes.cut} data-testid="interrupted">
                  <IconPlayerStop size={12} aria-hidden /> {t("conversation.interrupted")}
                </span>
              )}
              <button
                type="button"
                className={classes.chip}
                aria-pressed={inspecting}
                onClick={() => onInspect(inspecting ? undefined : event.seq)}
                data-testid="evidence-chip"
              >
                <IconListSearch size={13} aria-hidden />
                {count > 0 ? t("evidence.chip", { count }) : t("evidence.why")}
              </button>
            </>
          )
        )
      }
    >
      <Revised payload={payload} />
      {payload.quote && <Quoted quote={payload.quote} />}
      {payload.text && (
        <div className={classes.text} dir="auto" lang={payload.locale || undefined}>
          {payload.text}
          {payload.interrupted && " …"}
        </div>
      )}
      {payload.table && <Comparison table={payload.table} locale={payload.locale} />}
      {payload.attachments?.map((a) => (
        <Attached key={a.id} file={a} />
      ))}
    </Bubble>
  );
});
