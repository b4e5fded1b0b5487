import { Anchor } from "@mantine/core";
import { IconFile, IconListSearch, IconPlayerStop, IconRobot } from "@tabler/icons-react";
import { clock, exact } from "@ui/time";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActorKind, Attachment, Event } from "@/api/types";
import { Comparison } from "@/kit/comparison";
import { useUi } from "@/kit/i18n";
import { sizeText } from "@/kit/size";
import classes from "./conversation.module.css";

export type MessageEvent = Extract<Event, { kind: "message" }>;

export function Bubble({
  side,
  children,
  head,
  foot,
  testid,
}: {
  side: ActorKind | "note";
  children: ReactNode;
  head?: ReactNode;
  foot?: ReactNode;
  testid?: string;
}) {
  return (
    <div className={classes.message} data-side={side} data-testid={testid}>
      {head && <div className={classes.by}>{head}</div>}
      <div className={classes.bubble}>{children}</div>
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
}

export const Message = memo(function Message({ event, first, inspecting, onInspect }: Props) {
  const { t } = useTranslation();
  const { payload, actor } = event;
  const assistant = actor.kind === "assistant";
  const name = assistant ? t("actor.assistant") : actor.name || t(`actor.${actor.kind}`);
  const count = payload.evidence?.length ?? 0;
  return (
    <Bubble
      side={actor.kind}
      testid={`message-${actor.kind}`}
      head={first && <Head name={name} at={event.at} robot={assistant} />}
      foot={
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
      }
    >
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

export function Attached({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  const ui = useUi();
  if (file.type.startsWith("image/"))
    return (
      <a href={file.url} target="_blank" rel="noreferrer noopener" className={classes.picture} data-testid="attachment">
        <img src={file.url} alt={t("conversation.picture", { name: file.name })} loading="lazy" />
      </a>
    );
  return (
    <Anchor
      href={file.url}
      target="_blank"
      rel="noreferrer noopener"
      className={classes.file}
      size="sm"
      data-testid="attachment"
    >
      <IconFile size={15} aria-hidden /> <bdi>{file.name}</bdi> <small>{sizeText(file.size, ui)}</small>
    </Anchor>
  );
}
