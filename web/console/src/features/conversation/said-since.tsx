import { Button, Group, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Event } from "@/api/types";
import classes from "./conversation.module.css";
import { discard, type Pending, sendAnyway } from "./outbox";

interface Props {
  item: Pending | undefined;
  events: Event[] | undefined;
  me: string;
  /** Puts the text back into the reply. */
  onBack: (item: Pending) => void;
}

/** A colleague has answered since this reply was begun: shows what was said, and asks. */
export function SaidSince({ item, events, me, onBack }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  if (!item) return null;
  const since = (events ?? []).filter(
    (e) => e.kind === "message" && e.actor.kind === "agent" && e.actor.id !== me && e.seq > (item.after ?? 0),
  );
  const back = () => {
    discard(item.client_key);
    onBack(item);
  };
  return (
    <Modal
      opened
      onClose={back}
      title={t("conversation.said_since", { name: item.by })}
      size="md"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <div className={classes.since} data-testid="said-since">
        {since.map(
          (e) =>
            e.kind === "message" && (
              <blockquote key={e.seq} className={classes.quote}>
                <span>
                  <bdi>{e.actor.name}</bdi>
                  <span dir="auto">{e.payload.text}</span>
                </span>
              </blockquote>
            ),
        )}
      </div>
      <Text size="sm" c="dimmed" mt="md">
        {t("conversation.yours")}
      </Text>
      <div className={classes.text} dir="auto">
        {item.text}
      </div>
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={() => sendAnyway(client, item)} data-testid="send-anyway">
          {t("conversation.send_anyway")}
        </Button>
        <Button onClick={back} data-autofocus data-testid="back-to-draft">
          {t("conversation.back_to_draft")}
        </Button>
      </Group>
    </Modal>
  );
}
