import { IconClock, IconClockExclamation } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cancelLater, conversationKeys, latersQuery } from "@/api/conversations";
import type { Later } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { tellProblem } from "@/kit/problem";
import classes from "./conversation.module.css";
import { Bubble } from "./message";
import { whenText } from "./when";

interface Props {
  id: string;
  zone?: string;
  may: boolean;
  /** Puts a text back into the reply. */
  onText: (text: string) => void;
}

/** Messages that wait for their time, and those that came back because she wrote before. */
export function Laters({ id, zone, may, onText }: Props) {
  const list = useQuery(latersQuery(id));
  return list.data?.map((l) => <LaterBubble key={l.id} later={l} zone={zone} may={may} onText={onText} />) ?? null;
}

function LaterBubble({ later, zone, may, onText }: { later: Later } & Omit<Props, "id">) {
  const { t } = useTranslation();
  const ui = useUi();
  const client = useQueryClient();
  const back = later.state === "returned";
  const putAway = async (keep: boolean) => {
    try {
      await cancelLater(later.id);
      if (keep) onText(later.text);
      client.invalidateQueries({ queryKey: conversationKeys.laters(later.conversation) });
    } catch (err) {
      tellProblem(err);
    }
  };
  return (
    <div className={classes.later} data-back={back || undefined} data-testid={back ? "later-back" : "later"}>
      <Bubble
        side="agent"
        foot={
          <>
            {back ? <IconClockExclamation size={13} aria-hidden /> : <IconClock size={13} aria-hidden />}
            <span>
              {back
                ? t(`conversation.later_back.${later.reason ?? "wrote"}`, { name: later.by.name })
                : t("conversation.later_at", { at: whenText(later.at, ui, zone), name: later.by.name })}
            </span>
            {may && (
              <>
                <button type="button" onClick={() => putAway(true)} data-testid="later-edit">
                  {t(back ? "conversation.to_reply" : "conversation.later_edit")}
                </button>
                <button type="button" onClick={() => putAway(false)} data-testid="later-cancel">
                  {t(back ? "do.discard" : "conversation.later_cancel")}
                </button>
              </>
            )}
          </>
        }
      >
        <div className={classes.text} dir="auto">
          {later.text}
        </div>
      </Bubble>
    </div>
  );
}
