import { notifications } from "@mantine/notifications";
import i18n from "i18next";
import type { ReactNode } from "react";

interface Options {
  bad?: boolean;
  /** Milliseconds on the screen. */
  stay?: number;
}

/** A short word at the foot of the screen; the close button has a name. */
export function notify(message: ReactNode, { bad, stay = 3000 }: Options = {}): string {
  return notifications.show({
    message,
    color: bad ? "red" : undefined,
    autoClose: stay,
    closeButtonProps: { "aria-label": i18n.t("do.close_panel") },
  });
}
