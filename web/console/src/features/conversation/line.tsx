import { clock, exact } from "@ui/time";
import { useTranslation } from "react-i18next";
import type { Event } from "@/api/types";
import { useUi } from "@/kit/i18n";
import classes from "./conversation.module.css";

/** What happened, besides what was said: one thin line. */
export function EventLine({ event }: { event: Exclude<Event, { kind: "message" } | { kind: "note" }> }) {
  const ui = useUi();
  const text = useLineText(event);
  return (
    <div className={classes.event} data-kind={event.kind} data-testid={`event-${event.kind}`}>
      <span>
        {text}{" "}
        <time dateTime={event.at} title={exact(event.at, ui)}>
          {clock(event.at, ui)}
        </time>
      </span>
    </div>
  );
}

function useLineText(event: Exclude<Event, { kind: "message" } | { kind: "note" }>): string {
  const { t } = useTranslation();
  const name = event.actor.name || t(`actor.${event.actor.kind}`);
  switch (event.kind) {
    case "handoff": {
      const why = event.payload.reason ? t(`handoff.reason.${event.payload.reason}`) : "";
      const line = t("event.handoff", { why });
      return event.payload.on_duty === false ? `${line} · ${t("event.nobody")}` : line;
    }
    case "joined":
      return t("event.joined", { name: event.payload.name || name });
    case "left":
      return t("event.left", { name: event.payload.name || name });
    case "closed":
      return event.actor.kind === "agent" ? t("event.closed_by", { name }) : t("event.closed");
    case "reopened":
      return event.actor.kind === "agent" ? t("event.reopened_by", { name }) : t("event.reopened");
    case "rating": {
      const line = t("event.rating", { score: event.payload.score });
      return event.payload.comment ? `${line} “${event.payload.comment}”` : line;
    }
  }
}
