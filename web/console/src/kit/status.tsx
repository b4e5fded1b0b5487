import { useTranslation } from "react-i18next";
import type { Status } from "@/api/types";
import classes from "./kit.module.css";

export function StatusTag({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <span className={classes.status} data-status={status}>
      {t(`status.${status}`)}
    </span>
  );
}
