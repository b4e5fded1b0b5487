import { Kbd } from "@mantine/core";
import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { keyCaps } from "@/commands/keys";
import { commandStore, type Group } from "@/commands/registry";
import { useStore } from "@/kit/store";

const order: Group[] = ["conversation", "inbox", "knowledge", "go", "app"];

export function Palette() {
  const { t } = useTranslation();
  const commands = useStore(commandStore);
  const actions: SpotlightActionGroupData[] = order
    .map((group) => ({
      group: t(`cmd.group.${group}`),
      actions: commands
        .filter((c) => c.group === group && c.id !== "palette" && (c.when?.() ?? true))
        .map((c) => ({
          id: c.id,
          label: t(c.labelKey),
          onClick: c.run,
          leftSection: <c.icon size={18} stroke={1.6} aria-hidden />,
          rightSection: c.keys ? (
            <span style={{ display: "flex", gap: 3 }}>
              {keyCaps(c.keys).map((k) => (
                <Kbd key={k} size="xs">
                  {k}
                </Kbd>
              ))}
            </span>
          ) : undefined,
        })),
    }))
    .filter((g) => g.actions.length > 0);
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      attributes={{ content: { "aria-label": t("cmd.palette") } }}
      scrollable
      maxHeight={420}
      nothingFound={t("cmd.nothing")}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
        placeholder: t("cmd.placeholder"),
        "aria-label": t("cmd.palette"),
      }}
      transitionProps={{ duration: 80 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
    />
  );
}
