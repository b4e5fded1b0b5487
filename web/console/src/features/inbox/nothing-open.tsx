import { Button, Kbd } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/kit/empty";

export function NothingOpen() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={IconMessages}
      title={t("inbox.nothing_open")}
      action={
        <Button component={Link} to="/start" variant="default" size="xs">
          {t("inbox.to_start")}
        </Button>
      }
    >
      {t("inbox.nothing_open_hint")} <Kbd size="xs">J</Kbd> <Kbd size="xs">K</Kbd>
    </Empty>
  );
}
