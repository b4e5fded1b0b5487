import { Button } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "./empty";
import { problemText } from "./problem";

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      icon={IconCloudOff}
      title={t("problem.title")}
      action={
        retry && (
          <Button variant="default" size="xs" onClick={retry}>
            {t("do.retry")}
          </Button>
        )
      }
    >
      {problemText(error)}
    </Empty>
  );
}
