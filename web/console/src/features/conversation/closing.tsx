import { Button, Group, Modal, Select, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { deskWordsQuery } from "@/api/desk-words";

interface Props {
  opened: boolean;
  onClose: () => void;
  onYes: (why: { reason?: string; comment?: string }) => void;
}

/** Asks for the reason. A shop without reasons is asked nothing: closing is one press. */
export function Closing({ opened, onClose, onYes }: Props) {
  const { t } = useTranslation();
  const words = useQuery(deskWordsQuery).data;
  const reasons = words?.reasons.filter((r) => !r.gone) ?? [];
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState("");
  const asks = reasons.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each press
  useEffect(() => {
    if (!opened || asks) return;
    onClose();
    onYes({});
  }, [opened]);
  const yes = () => {
    onClose();
    onYes({ reason: reason ?? undefined, comment: comment.trim() || undefined });
    setReason(null);
    setComment("");
  };
  return (
    <Modal
      opened={opened && asks}
      onClose={onClose}
      title={t("conversation.close_title")}
      size="sm"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <Select
        label={t("conversation.reason")}
        data={reasons.map((r) => ({ value: r.id, label: r.name }))}
        value={reason}
        onChange={setReason}
        clearable
        required={words?.rules.reason_required}
        withAsterisk={words?.rules.reason_required}
        data-autofocus
        data-testid="close-reason"
      />
      <Textarea
        label={t("conversation.comment")}
        description={t("conversation.comment_hint")}
        value={comment}
        onChange={(e) => setComment(e.currentTarget.value)}
        maxLength={1000}
        autosize
        minRows={2}
        maxRows={6}
        mt="sm"
      />
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={onClose}>
          {t("do.cancel")}
        </Button>
        <Button onClick={yes} disabled={words?.rules.reason_required && !reason} data-testid="close-yes">
          {t("conversation.close")}
        </Button>
      </Group>
    </Modal>
  );
}
