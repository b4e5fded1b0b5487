import { Button, Menu, Text, TextInput } from "@mantine/core";
import { IconCalendarTime, IconClock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUi } from "@/kit/i18n";
import { fromField, presets, toField, whenText } from "./when";

interface Props {
  /** What opens the menu. */
  children: ReactNode;
  opened: boolean;
  onChange: (opened: boolean) => void;
  zone?: string;
  /** Whose clock it is, told at the head. */
  title: string;
  /** Before the presets, for example "until she writes". */
  more?: ReactNode;
  onTime: (at: Date) => void;
}

/** Chooses a time to come: by a usual one, or by date and hour. */
export function TimeMenu({ children, opened, onChange, zone, title, more, onTime }: Props) {
  const { t } = useTranslation();
  const ui = useUi();
  const now = new Date();
  const [own, setOwn] = useState<string>();
  const field = own ?? toField(new Date(now.getTime() + 24 * 3_600_000), zone);
  const chosen = fromField(field, zone);
  const choose = (at: Date) => {
    onChange(false);
    setOwn(undefined);
    onTime(at);
  };
  return (
    <Menu opened={opened} onChange={onChange} position="top-end" width={330} closeOnItemClick={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown data-testid="time-menu">
        <Menu.Label>{title}</Menu.Label>
        {more}
        {presets(now, zone).map((p) => (
          <Menu.Item
            key={p.id}
            leftSection={<IconClock size={16} aria-hidden />}
            rightSection={
              <Text size="xs" c="dimmed">
                {whenText(p.at, ui, zone)}
              </Text>
            }
            onClick={() => choose(p.at)}
            data-testid={`time-${p.id}`}
          >
            {t(`when.${p.id}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <div style={{ padding: "4px 12px 8px", display: "grid", gap: 8 }}>
          <TextInput
            type="datetime-local"
            size="xs"
            label={t("when.own")}
            value={field}
            onChange={(e) => setOwn(e.currentTarget.value)}
            onKeyDown={(e) => e.stopPropagation()}
            data-testid="time-own"
          />
          <Button
            size="xs"
            variant="default"
            disabled={!chosen || chosen <= now}
            onClick={() => chosen && choose(chosen)}
            leftSection={<IconCalendarTime size={15} aria-hidden />}
            data-testid="time-choose"
          >
            {chosen ? whenText(chosen, ui, zone) : t("when.choose")}
          </Button>
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
