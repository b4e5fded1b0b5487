import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { staffQuery } from "@/api/staff";
import type { Person } from "@/api/types";
import { Face } from "@/kit/avatar";
import classes from "./conversation.module.css";

/** The name that is being typed behind an @ at the cursor. */
export function calling(text: string, cursor: number): string | undefined {
  return /(?:^|[\s(（，。])@([^\s@]{0,30})$/u.exec(text.slice(0, cursor))?.[1];
}

interface Options {
  on: boolean;
  text: string;
  me: string;
  onName: (text: string, cursor: number, who: Person) => void;
}

/** Offers colleagues while a name is typed in a note. Arrows choose, Enter or Tab takes, Escape closes. */
export function useMentioning({ on, text, me, onName }: Options) {
  const [cursor, setCursor] = useState(0);
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState("");
  const staff = useQuery({ ...staffQuery, enabled: on }).data ?? [];
  const word = on ? calling(text, cursor) : undefined;
  const fits = (s: { name: string; id: string; disabled: boolean }) =>
    s.id !== me && !s.disabled && s.name.toLowerCase().includes((word ?? "").toLowerCase());
  const found = word === undefined || closed === text ? [] : staff.filter(fits).slice(0, 6);
  const chosen = Math.min(at, found.length - 1);
  const take = (who: Person) => {
    const from = cursor - (word?.length ?? 0);
    onName(`${text.slice(0, from)}${who.name} ${text.slice(cursor)}`, from + who.name.length + 1, {
      id: who.id,
      name: who.name,
    });
    setAt(0);
  };
  const onKey = (e: KeyboardEvent): boolean => {
    if (found.length === 0 || e.nativeEvent.isComposing) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (move) setAt((chosen + move + found.length) % found.length);
    else if (e.key === "Escape") setClosed(text);
    else if (e.key === "Enter" || e.key === "Tab") take(found[chosen] as Person);
    else return false;
    e.preventDefault();
    return true;
  };
  return { found, chosen, take, onKey, onCursor: setCursor };
}

export function Names({ found, chosen, take }: Pick<ReturnType<typeof useMentioning>, "found" | "chosen" | "take">) {
  const { t } = useTranslation();
  if (found.length === 0) return null;
  return (
    <ul className={classes.names} aria-label={t("conversation.colleagues")} data-testid="mention-names">
      {found.map((s, i) => (
        <li key={s.id}>
          <button
            type="button"
            data-active={i === chosen || undefined}
            onMouseDown={(e) => {
              e.preventDefault();
              take(s);
            }}
          >
            <Face name={s.name} size={22} /> <bdi>{s.name}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}
