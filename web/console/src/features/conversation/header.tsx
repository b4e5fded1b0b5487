import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowMerge,
  IconBellZ,
  IconCheck,
  IconDots,
  IconHandStop,
  IconId,
  IconRefresh,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Opened } from "@/api/conversations";
import { Face } from "@/kit/avatar";
import { useContactName } from "@/kit/contact";
import { Language } from "@/kit/language";
import { StatusTag } from "@/kit/status";
import classes from "./conversation.module.css";
import { TimeMenu } from "./time-menu";

interface Props {
  row: Opened | undefined;
  me: string;
  may: boolean;
  viewing: { id: string; name: string }[];
  onBack: () => void;
  onCard: () => void;
  onTake: () => void;
  onGiveBack: () => void;
  onClose: () => void;
  onReopen: () => void;
  /** Without a time it rests until she writes. */
  onSnooze: (until?: Date) => void;
  onWake: () => void;
  onMerge: () => void;
  snoozing: boolean;
  onSnoozing: (open: boolean) => void;
}

export function ConversationHeader(p: Props) {
  const { t } = useTranslation();
  const { row, me, may, viewing } = p;
  const nameOf = useContactName();
  const mine = row?.status === "taken" && row.assignee?.id === me;
  const reason = may ? undefined : t("conversation.barrier.viewer");
  return (
    <header className={classes.head}>
      <ActionIcon aria-label={t("do.back")} onClick={p.onBack} className={classes.back} data-testid="back">
        <IconArrowLeft size={18} />
      </ActionIcon>
      <div className={classes.title}>
        <h1>
          <bdi>{row ? nameOf(row.contact, row.country) : "…"}</bdi>
        </h1>
        {row && (
          <span className={classes.sub}>
            <StatusTag status={row.status} />
            {row.status === "taken" && row.assignee && <span>{mine ? t("conversation.you") : row.assignee.name}</span>}
            <Language locale={row.locale} short />
          </span>
        )}
      </div>
      {viewing.length > 0 && (
        <Tooltip label={t("conversation.viewing", { names: viewing.map((v) => v.name).join(", ") })}>
          <span className={classes.viewing} data-testid="viewing">
            {viewing.slice(0, 3).map((v) => (
              <Face key={v.id} name={v.name} size={24} />
            ))}
          </span>
        </Tooltip>
      )}
      {row && (
        <div className={classes.actions}>
          {row.status !== "closed" && !mine && (
            <Tooltip label={reason ?? t("conversation.take_hint")}>
              <Button
                size="xs"
                onClick={p.onTake}
                disabled={!may}
                leftSection={<IconHandStop size={15} aria-hidden />}
                data-testid="take"
              >
                {t("conversation.take")}
              </Button>
            </Tooltip>
          )}
          {mine && (
            <Tooltip label={t("conversation.give_back_hint")}>
              <Button
                size="xs"
                variant="default"
                onClick={p.onGiveBack}
                disabled={!may}
                className={classes.wide}
                leftSection={<IconArrowBackUp size={15} aria-hidden />}
                data-testid="give-back"
              >
                {t("conversation.give_back")}
              </Button>
            </Tooltip>
          )}
          {row.status === "closed" ? (
            <Button
              size="xs"
              variant="default"
              onClick={p.onReopen}
              disabled={!may}
              leftSection={<IconRefresh size={15} aria-hidden />}
              data-testid="reopen"
            >
              {t("conversation.reopen")}
            </Button>
          ) : (
            <Button
              size="xs"
              variant="default"
              onClick={p.onClose}
              disabled={!may}
              className={mine ? undefined : classes.wide}
              leftSection={<IconCheck size={15} aria-hidden />}
              data-testid="close"
            >
              {t("conversation.close")}
            </Button>
          )}
          {may && row.status !== "closed" && <SnoozeButton p={p} />}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                aria-label={t("do.more")}
                variant="subtle"
                color="gray"
                size={30}
                data-testid="conversation-menu"
              >
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconArrowMerge size={16} aria-hidden />}
                onClick={p.onMerge}
                disabled={!may}
                data-testid="merge"
              >
                {t("conversation.merge")}
              </Menu.Item>
              <Menu.Item leftSection={<IconId size={16} aria-hidden />} onClick={p.onCard} className={classes.narrow}>
                {t("card.title")}
              </Menu.Item>
              {mine && (
                <Menu.Item
                  leftSection={<IconArrowBackUp size={16} aria-hidden />}
                  onClick={p.onGiveBack}
                  disabled={!may}
                  className={classes.narrow}
                >
                  {t("conversation.give_back")}
                </Menu.Item>
              )}
              {row.status !== "closed" && !mine && (
                <Menu.Item
                  leftSection={<IconCheck size={16} aria-hidden />}
                  onClick={p.onClose}
                  disabled={!may}
                  className={classes.narrow}
                >
                  {t("conversation.close")}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
          <Tooltip label={t("card.title")}>
            <ActionIcon
              aria-label={t("card.title")}
              onClick={p.onCard}
              className={classes.cardButton}
              size={30}
              data-testid="open-card"
            >
              <IconId size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </header>
  );
}

/** Rests the conversation until a time on the agent's own clock, or until she writes; or ends the rest. */
function SnoozeButton({ p }: { p: Props }) {
  const { t } = useTranslation();
  if (p.row?.snoozed)
    return (
      <Tooltip label={t("cmd.wake")}>
        <ActionIcon variant="light" size={30} onClick={p.onWake} aria-label={t("cmd.wake")} data-testid="wake">
          <IconBellZ size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    );
  return (
    <TimeMenu
      opened={p.snoozing}
      onChange={p.onSnoozing}
      title={t("when.yours")}
      more={
        <Menu.Item
          leftSection={<IconBellZ size={16} aria-hidden />}
          onClick={() => {
            p.onSnoozing(false);
            p.onSnooze();
          }}
          data-testid="snooze-until-she-writes"
        >
          {t("conversation.until_she_writes")}
        </Menu.Item>
      }
      onTime={p.onSnooze}
    >
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={t("cmd.snooze")}
        title={t("cmd.snooze")}
        data-testid="snooze"
      >
        <IconBellZ size={18} stroke={1.6} />
      </ActionIcon>
    </TimeMenu>
  );
}
