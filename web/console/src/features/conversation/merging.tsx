import { Button, Group, Modal, Radio, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opened } from "@/api/conversations";
import { Ago } from "@/kit/time";

interface Props {
  row: Opened | undefined;
  opened: boolean;
  onClose: () => void;
  onMerge: (other: string) => void;
}

/** Chooses another conversation of the same customer to become one with. */
export function Merging({ row, opened, onClose, onMerge }: Props) {
  const { t } = useTranslation();
  const [other, setOther] = useState("");
  const past = row?.card?.past ?? [];
  const yes = () => {
    onClose();
    onMerge(other);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("conversation.merge_title")}
      size="md"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      {past.length === 0 ? (
        <Text size="sm" c="dimmed" data-testid="merge-none">
          {t("conversation.merge_none")}
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {t("conversation.merge_hint")}
          </Text>
          <Radio.Group value={other} onChange={setOther} aria-label={t("conversation.merge_title")}>
            {past.map((p) => (
              <Radio
                key={p.id}
                value={p.id}
                my={8}
                label={
                  <>
                    <bdi>{p.subject || "…"}</bdi> · {t(`status.${p.status}`)} · <Ago at={p.at} />
                  </>
                }
                data-testid="merge-choice"
              />
            ))}
          </Radio.Group>
        </>
      )}
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={onClose}>
          {t("do.cancel")}
        </Button>
        <Button
          onClick={yes}
          disabled={!other}
          leftSection={<IconArrowMerge size={15} aria-hidden />}
          data-testid="merge-yes"
        >
          {t("conversation.merge_do")}
        </Button>
      </Group>
    </Modal>
  );
}
