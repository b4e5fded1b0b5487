import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { keyCaps } from "@/commands/keys";
import { commandStore, type Group } from "@/commands/registry";
import { useStore } from "@/kit/store";
import classes from "./help.module.css";

const order: Group[] = ["go", "inbox", "conversation", "knowledge", "app"];

export function HelpSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useStore(commandStore).filter((c) => c.keys);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("cmd.help")}
      size="lg"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <div className={classes.sheet} data-testid="help-sheet">
        {order.map((group) => {
          const mine = commands.filter((c) => c.group === group);
          if (mine.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`cmd.group.${group}`)}</h3>
              <dl>
                {mine.map((c) => (
                  <div key={c.id}>
                    <dt>{t(c.labelKey)}</dt>
                    <dd>
                      {keyCaps(c.keys ?? "").map((k) => (
                        <Kbd key={k} size="xs">
                          {k}
                        </Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
