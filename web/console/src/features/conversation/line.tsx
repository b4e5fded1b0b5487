import { Link } from "@tanstack/react-router";
import { clock, exact } from "@ui/time";
import { useTranslation } from "react-i18next";
import type { Event } from "@/api/types";
import { useUi } from "@/kit/i18n";
import classes from "./conversation.module.css";
import { whenText } from "./when";

type LineEvent = Exclude<Event, { kind: "message" } | { kind: "note" } | { kind: "edited" } | { kind: "recalled" }>;

/** Where the messages of an event are read, when that is another conversation. */
function elsewhere(event: LineEvent): string | undefined {
  if (event.kind === "split") return event.payload.into ?? event.payload.of;
  if (event.kind === "merged" || event.kind === "undone") return event.payload.into;
  return undefined;
}

/** What happened, besides what was said: one thin line. */
export function EventLine({ event }: { event: LineEvent }) {
  const ui = useUi();
  const { t } = useTranslation();
  const text = useLineText(event);
  const there = elsewhere(event);
  return (
    <div className={classes.event} data-kind={event.kind} data-testid={`event-${event.kind}`}>
      <span>
        {text}{" "}
        <time dateTime={event.at} title={exact(event.at, ui)}>
          {clock(event.at, ui)}
        </time>
        {there && (
          <>
            {" "}
            <Link to="/inbox/$id" params={{ id: there }} data-testid="event-elsewhere">
              {t("event.open")}
            </Link>
          </>
        )}
      </span>
    </div>
  );
}

function useLineText(event: LineEvent): string {
  const { t } = useTranslation();
  const ui = useUi();
  const list = (people?: { name: string }[]) => new Intl.ListFormat(ui).format((people ?? []).map((p) => p.name));
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
      return [
        event.actor.kind === "agent" ? t("event.closed_by", { name }) : t("event.closed"),
        event.payload.reason,
        event.payload.comment,
      ]
        .filter(Boolean)
        .join(" · ");
    case "reopened":
      return event.actor.kind === "agent" ? t("event.reopened_by", { name }) : t("event.reopened");
    case "merged":
      return t(event.payload.into ? "event.merged_into" : "event.merged", { name });
    case "split":
      return t(event.payload.into ? "event.split" : "event.split_off", { name });
    case "undone":
      return t("event.undone", { name });
    case "tagged": {
      const { added, removed } = event.payload;
      const said = [
        added?.length ? t("event.tagged", { name, tags: list(added) }) : "",
        removed?.length ? t("event.untagged", { name, tags: list(removed) }) : "",
      ];
      return said.filter(Boolean).join(" · ");
    }
    case "filled":
      return Object.entries(event.payload.values)
        .map(([id, value]) => `${event.payload.names[id] ?? ""}: ${value || "–"}`)
        .join(" · ");
    case "snoozed": {
      const { until } = event.payload;
      return until
        ? t("event.snoozed", { name, at: whenText(until, ui) })
        : t("event.snoozed_until_she_writes", { name });
    }
    case "woken":
      return t(`event.woken.${event.payload.why}`, { name });
    case "unsent":
      return t(`event.unsent.${event.payload.reason}`, { name: event.payload.by.name });
    case "rating": {
      const line = t("event.rating", { score: event.payload.score });
      return event.payload.comment ? `${line} “${event.payload.comment}”` : line;
    }
  }
}
