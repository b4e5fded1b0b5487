import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MessagePayload, Quote } from "@/api/types";
import classes from "./conversation.module.css";
import type { MessageEvent } from "./message";

/** The message that is answered to, above the answer. */
export function Quoted({ quote, onDrop }: { quote: Quote; onDrop?: () => void }) {
  const { t } = useTranslation();
  const name =
    quote.actor.kind === "assistant" ? t("actor.assistant") : quote.actor.name || t(`actor.${quote.actor.kind}`);
  return (
    <blockquote className={classes.quote} data-testid="quote">
      <span>
        <bdi>{name}</bdi>
        <span dir="auto">{quote.text || t("conversation.recalled")}</span>
      </span>
      {onDrop && (
        <button type="button" onClick={onDrop} aria-label={t("conversation.drop_quote")} data-testid="drop-quote">
          <IconX size={14} aria-hidden />
        </button>
      )}
    </blockquote>
  );
}

export function quoteOf(event: MessageEvent): Quote {
  const payload: MessagePayload = event.payload;
  const text = payload.text || payload.attachments?.[0]?.name || "";
  return { seq: event.seq, text: text.slice(0, 200), actor: { kind: event.actor.kind, name: event.actor.name } };
}
