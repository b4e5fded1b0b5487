import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBold, IconHeading, IconItalic, IconLink, IconList, IconListNumbers, IconTable } from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import classes from "./articles.module.css";
import { type Edit, lines, link, table, wrap } from "./edit";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
  disabled: boolean;
}

const tools: { id: string; icon: typeof IconBold; edit: Edit }[] = [
  { id: "bold", icon: IconBold, edit: wrap("**") },
  { id: "italic", icon: IconItalic, edit: wrap("_") },
  { id: "heading", icon: IconHeading, edit: lines("## ") },
  { id: "list", icon: IconList, edit: lines("- ") },
  { id: "numbers", icon: IconListNumbers, edit: lines("1. ") },
  { id: "link", icon: IconLink, edit: link },
  { id: "table", icon: IconTable, edit: table },
];

export function Toolbar({ field, onChange, disabled }: Props) {
  const { t } = useTranslation();
  const apply = (edit: Edit) => {
    const el = field.current;
    if (!el) return;
    const next = edit(el.value, el.selectionStart, el.selectionEnd);
    onChange(next.text);
    requestAnimationFrame(() => {
      el.focus();
      el.setSelectionRange(next.from, next.to);
    });
  };
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t("articles.toolbar")}>
      {tools.map((tool) => (
        <Tooltip key={tool.id} label={t(`articles.tool.${tool.id}`)}>
          <ActionIcon
            size={28}
            aria-label={t(`articles.tool.${tool.id}`)}
            onClick={() => apply(tool.edit)}
            disabled={disabled}
          >
            <tool.icon size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
