import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./kit.module.css";

export function Copy({ value }: { value: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? t("do.copied") : t("do.copy")}
        </Button>
      )}
    </CopyButton>
  );
}

export function Code({ value, label, testid }: { value: string; label: string; testid?: string }) {
  return (
    <div className={classes.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} role="region" aria-label={label} data-testid={testid} dir="ltr">
        {value}
      </pre>
      <div className={classes.codeCopy}>
        <Copy value={value} />
      </div>
    </div>
  );
}
