import { useDebouncedValue } from "@mantine/hooks";
import { IconRepeat } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askedAgain } from "@/api/macros";
import { showMessage } from "@/kit/jump";
import classes from "./conversation.module.css";

/** Says, while one writes, that the text asks her for something she has told already. */
export function AskedAgain({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(text.trim(), 600);
  const { data } = useQuery({
    queryKey: ["asked-again", id, settled],
    queryFn: () => askedAgain(id, settled),
    enabled: settled.length >= 8,
    staleTime: 30_000,
    retry: false,
  });
  const known = settled === text.trim() ? data : undefined;
  if (!known?.length) return null;
  return (
    <ul className={classes.again} role="status" data-testid="asked-again">
      {known.map((k) => (
        <li key={k.what}>
          <IconRepeat size={14} aria-hidden />
          <span>{t("conversation.known_already", { what: t(`card.what.${k.what}`) })}</span>
          {k.seq ? (
            <button type="button" onClick={() => showMessage(k.seq as number)} title={t("card.show_message")}>
              <bdi>{k.value}</bdi>
            </button>
          ) : (
            <bdi>{k.value}</bdi>
          )}
        </li>
      ))}
    </ul>
  );
}
