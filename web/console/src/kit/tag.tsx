import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskWord } from "@/api/types";
import classes from "./tag.module.css";

/** A tag of the shop's, in its colour. */
export function Tag({ word, onRemove }: { word: DeskWord; onRemove?: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={classes.tag} data-colour={word.colour ?? "grey"} data-testid="tag-chip">
      <bdi>{word.name}</bdi>
      {onRemove && (
        <button type="button" onClick={onRemove} aria-label={t("conversation.untag", { name: word.name })}>
          <IconX size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
