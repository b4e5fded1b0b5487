import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAlertCircle, IconFile, IconRefresh, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useUi } from "@/kit/i18n";
import { sizeText } from "@/kit/size";
import classes from "./conversation.module.css";
import { carry, drop, type Held } from "./tray";

/** The files of the next reply, each with how far it is. */
export function Chips({ held }: { held: Held[] }) {
  const { t } = useTranslation();
  if (held.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t("conversation.files")}>
      {held.map((h) => (
        <FileChip key={h.key} held={h} />
      ))}
    </ul>
  );
}

function FileChip({ held }: { held: Held }) {
  const { t } = useTranslation();
  const ui = useUi();
  const picture = held.preview ?? (held.type.startsWith("image/") ? held.attachment?.url : undefined);
  const percent = new Intl.NumberFormat(ui, { style: "percent" }).format(held.part);
  return (
    <li className={classes.fileChip} data-state={held.state} data-testid="file-chip">
      {held.state === "failed" ? (
        <IconAlertCircle size={18} aria-hidden />
      ) : picture ? (
        <img src={picture} alt="" />
      ) : (
        <IconFile size={18} aria-hidden />
      )}
      <span className={classes.fileText}>
        <bdi>{held.name}</bdi>
        <small role={held.state === "failed" ? "alert" : undefined}>
          {held.state === "failed"
            ? held.why
            : held.state === "busy"
              ? t("conversation.uploading", { percent })
              : sizeText(held.size, ui)}
        </small>
      </span>
      {held.again && (
        <Tooltip label={t("do.retry")}>
          <ActionIcon
            variant="subtle"
            size="sm"
            onClick={() => carry(held.key)}
            aria-label={t("conversation.upload_again", { name: held.name })}
          >
            <IconRefresh size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        onClick={() => drop(held.key)}
        aria-label={t("conversation.remove_file", { name: held.name })}
        data-testid="file-remove"
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
      {held.state === "busy" && <i className={classes.progress} style={{ inlineSize: percent }} aria-hidden />}
    </li>
  );
}
