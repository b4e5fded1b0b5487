import { IconArrowBackUp, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./conversation.module.css";

/** Says that a message was mended or taken back; one press shows staff what it said first. */
export function Revised({ payload }: { payload: { edited?: boolean; recalled?: boolean; was?: string } }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!payload.edited && !payload.recalled) return null;
  return (
    <div className={classes.revised} data-testid={payload.recalled ? "recalled" : "edited"}>
      {payload.recalled ? <IconArrowBackUp size={13} aria-hidden /> : <IconPencil size={13} aria-hidden />}
      {t(payload.recalled ? "conversation.recalled" : "conversation.edited")}
      {payload.was && (
        <button type="button" onClick={() => setOpen(!open)} aria-expanded={open}>
          {t("conversation.was")}
        </button>
      )}
      {open && (
        <div dir="auto" className={classes.was}>
          {payload.was}
        </div>
      )}
    </div>
  );
}
