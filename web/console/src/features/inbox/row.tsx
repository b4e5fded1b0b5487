import { IconAlertTriangle, IconRobot, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "@/api/types";
import { useContactName } from "@/kit/contact";
import { Language } from "@/kit/language";
import { Ago } from "@/kit/time";
import classes from "./inbox.module.css";
import { Waiting } from "./waiting";

export const InboxRow = memo(function InboxRow({ row, selected }: { row: Row; selected: boolean }) {
  const { t } = useTranslation();
  const name = useContactName()(row.contact, row.country);
  const pressing = row.handoff_reason === "danger" || row.handoff_reason === "legal";
  return (
    <Link
      to="/inbox/$id"
      params={{ id: row.id }}
      search={(s) => ({ ...s, pane: undefined, inspect: undefined })}
      className={classes.row}
      data-selected={selected || undefined}
      data-unread={row.unread > 0 || undefined}
      data-status={row.status}
      data-testid="conversation-row"
      data-id={row.id}
      aria-current={selected ? "true" : undefined}
      preload={false}
    >
      <span className={classes.line}>
        <span className={classes.name}>
          <bdi>{name}</bdi>
        </span>
        {row.unread > 0 && <b className={classes.unread}>{row.unread > 9 ? "9+" : row.unread}</b>}
        {row.status === "waiting" && row.waiting_since ? (
          <Waiting since={row.waiting_since} />
        ) : (
          <Ago at={row.last?.at ?? row.updated_at} narrow className={classes.when} />
        )}
      </span>
      <span className={classes.snippet} dir="auto">
        {row.last ? row.last.text : t("inbox.no_message")}
      </span>
      <span className={classes.line}>
        <Language locale={row.locale} short className={classes.language} />
        <span className={classes.state} data-status={row.status}>
          {row.status === "open" && <IconRobot size={13} aria-hidden />}
          {row.status === "taken" && <IconUser size={13} aria-hidden />}
          {pressing && row.status === "waiting" && <IconAlertTriangle size={13} aria-hidden />}
          {row.status === "waiting" && row.handoff_reason
            ? t(`handoff.short.${row.handoff_reason}`)
            : row.status === "taken" && row.assignee
              ? row.assignee.name
              : t(`status.${row.status}`)}
        </span>
      </span>
    </Link>
  );
});
