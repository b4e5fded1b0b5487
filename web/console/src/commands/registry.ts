import type { Icon } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { createStore } from "@/kit/store";

// A command is one thing a person can do. Buttons, keys, the palette and the help sheet all show the same objects.

export type Group = "go" | "inbox" | "conversation" | "knowledge" | "app";

export interface Command {
  id: string;
  group: Group;
  labelKey: string;
  icon: Icon;
  /** "r", "mod+k", or a sequence: "g i". */
  keys?: string;
  /** Missing means always. */
  when?: () => boolean;
  run: () => void;
}

export const commandStore = createStore<Command[]>([]);

/** Offers commands as long as the component stands; the newest closures are always the ones that run. */
export function useCommands(commands: Command[]) {
  const latest = useRef(commands);
  latest.current = commands;
  const ids = commands.map((c) => c.id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered again only when the set of commands changes
  useEffect(() => {
    const mine = latest.current.map((c) => {
      const now = () => latest.current.find((x) => x.id === c.id);
      return { ...c, when: () => now()?.when?.() ?? true, run: () => now()?.run() };
    });
    commandStore.set((all) => [...all.filter((c) => !mine.some((m) => m.id === c.id)), ...mine]);
    return () => commandStore.set((all) => all.filter((c) => !mine.includes(c as (typeof mine)[number])));
  }, [ids]);
}
