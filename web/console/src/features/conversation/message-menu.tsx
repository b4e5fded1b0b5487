import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBackUp, IconArrowsSplit2, IconCopy, IconDots, IconPencil, IconQuote } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deskWordsQuery } from "@/api/desk-words";
import type { Event } from "@/api/types";
import { useNow } from "@/kit/now";
import classes from "./conversation.module.css";

export interface OnMessage {
  quote: (event: Event) => void;
  edit: (event: Event) => void;
  recall: (event: Event) => void;
  split: (event: Event) => void;
}

/** What can be done with one message. */
export function MessageMenu({ event, me, first, on }: { event: Event; me: string; first: boolean; on: OnMessage }) {
  const { t } = useTranslation();
  const minutes = useQuery(deskWordsQuery).data?.rules.edit_minutes ?? 0;
  const now = useNow(30_000);
  if (event.kind !== "message" && event.kind !== "note") return null;
  if (event.payload.recalled) return null;
  const own = event.actor.kind === "agent" && event.actor.id === me;
  const mendable = own && now - new Date(event.at).getTime() < minutes * 60_000;
  const isMessage = event.kind === "message";
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.more}
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t("conversation.message_menu")}
          data-testid="message-menu"
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isMessage && (
          <Menu.Item
            leftSection={<IconQuote size={16} aria-hidden />}
            onClick={() => on.quote(event)}
            data-testid="do-quote"
          >
            {t("conversation.quote")}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => navigator.clipboard?.writeText(event.payload.text)}
        >
          {t("conversation.copy_text")}
        </Menu.Item>
        {mendable && (
          <>
            <Menu.Item
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => on.edit(event)}
              data-testid="do-edit"
            >
              {t("conversation.edit")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              onClick={() => on.recall(event)}
              data-testid="do-recall"
            >
              {t("conversation.recall")}
            </Menu.Item>
          </>
        )}
        {isMessage && !first && (
          <Menu.Item
            leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
            onClick={() => on.split(event)}
            data-testid="do-split"
          >
            {t("conversation.split")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
