import { Button, Group, Modal, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { edit } from "@/api/conversations";
import type { Event } from "@/api/types";
import { tellProblem } from "@/kit/problem";
import { addEvents } from "./log";

/** Gives one's own message another text. */
export function Mending({ id, event, onClose }: { id: string; event: Event | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const was = event?.kind === "message" || event?.kind === "note" ? event.payload.text : "";
  const [text, setText] = useState("");
  useEffect(() => setText(was), [was]);
  const save = async () => {
    if (!event) return;
    try {
      addEvents(client, id, [await edit(id, event.seq, text.trim())]);
      onClose();
    } catch (err) {
      tellProblem(err);
    }
  };
  return (
    <Modal
      opened={event !== null}
      onClose={onClose}
      title={t("conversation.edit_title")}
      size="md"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <Textarea
        aria-label={t("conversation.edit_title")}
        description={event?.kind === "message" ? t("conversation.edit_hint") : undefined}
        autosize
        minRows={3}
        maxRows={12}
        dir="auto"
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        data-autofocus
        data-testid="edit-text"
      />
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={onClose}>
          {t("do.cancel")}
        </Button>
        <Button onClick={save} disabled={!text.trim() || text.trim() === was} data-testid="edit-save">
          {t("do.save")}
        </Button>
      </Group>
    </Modal>
  );
}
