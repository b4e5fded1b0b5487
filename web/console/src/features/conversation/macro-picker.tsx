import { ActionIcon, Combobox, Tooltip, useCombobox } from "@mantine/core";
import { IconMessageBolt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { languageName } from "@ui/language";
import { type Ref, useImperativeHandle, useState } from "react";
import { useTranslation } from "react-i18next";
import { fillMacro, macrosQuery } from "@/api/macros";
import type { Filled, Row } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import classes from "./conversation.module.css";

export interface MacroPickerHandle {
  open: () => void;
}

interface Props {
  row: Row;
  handle: Ref<MacroPickerHandle>;
  /** Gets the text, filled; what else the macro does is told beside it. */
  onPick: (filled: Filled) => void;
  onClose: () => void;
}

/** The shop's canned replies: search by name or words, take one up with Enter. */
export function MacroPicker({ row, handle, onPick, onClose }: Props) {
  const { t } = useTranslation();
  const ui = useUi();
  const [search, setSearch] = useState("");
  const list = useQuery(macrosQuery);
  const box = useCombobox({
    onDropdownOpen: () => {
      box.focusSearchInput();
      box.updateSelectedOptionIndex("active");
    },
    onDropdownClose: () => {
      setSearch("");
      onClose();
    },
  });
  useImperativeHandle(handle, () => ({ open: () => box.openDropdown() }), [box.openDropdown]);
  const want = search.trim().toLowerCase();
  const shown = (list.data?.macros ?? []).filter(
    (m) => m.name.toLowerCase().includes(want) || m.texts.some((x) => x.text.toLowerCase().includes(want)),
  );
  const pick = async (id: string) => {
    box.closeDropdown();
    try {
      const filled = await fillMacro(row.id, id);
      onPick(filled);
      if (filled.other)
        notify(
          t("macros.other_language", {
            language: languageName(row.locale, ui),
            used: languageName(filled.locale, ui),
          }),
          { stay: 6000 },
        );
      if (filled.missing.length > 0)
        notify(
          t("macros.missing", {
            fields: filled.missing.map((f) => t(`macros.fields.${f.replace(".", "_")}`)).join(", "),
          }),
          { stay: 8000 },
        );
    } catch (err) {
      tellProblem(err);
    }
  };
  return (
    <Combobox store={box} onOptionSubmit={pick} position="top-end" width={340} withinPortal>
      <Combobox.Target withAriaAttributes={false}>
        <Tooltip label={`${t("macros.pick")} (/)`}>
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            onClick={() => box.toggleDropdown()}
            aria-label={t("macros.pick")}
            data-testid="macro-pick"
          >
            <IconMessageBolt size={19} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown data-testid="macro-list">
        <Combobox.Search
          value={search}
          onChange={(e) => {
            setSearch(e.currentTarget.value);
            box.selectFirstOption();
          }}
          placeholder={t("macros.search")}
          aria-label={t("macros.search")}
        />
        <Combobox.Options mah={280} style={{ overflowY: "auto" }}>
          {shown.map((m) => (
            <Combobox.Option value={m.id} key={m.id}>
              <span className={classes.macroName} dir="auto">
                {m.name}
              </span>
              <span className={classes.macroText} dir="auto">
                {m.texts[0]?.text}
              </span>
            </Combobox.Option>
          ))}
          {shown.length === 0 && (
            <Combobox.Empty>{t(list.data?.macros.length === 0 ? "macros.none" : "macros.no_match")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
