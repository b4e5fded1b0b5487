import { Stack, Text, Title } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./kit.module.css";

/** An empty place teaches: one sentence, one button. */
export function Empty({
  icon: Glyph,
  title,
  children,
  action,
}: {
  icon: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack className={classes.empty} align="center" justify="center" gap={6}>
      <Glyph size={26} stroke={1.4} aria-hidden className={classes.emptyIcon} />
      <Title order={2} size="h4">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" size="sm" ta="center" maw={340}>
          {children}
        </Text>
      )}
      {action && <div className={classes.emptyAction}>{action}</div>}
    </Stack>
  );
}
