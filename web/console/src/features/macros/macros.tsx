import { ActionIcon, Button, Skeleton, TextInput } from "@mantine/core";
import { IconMessageBolt, IconPlus, IconSearch, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { languageName } from "@ui/language";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import { addMacro, macrosQuery, refreshMacros, removeMacro } from "@/api/macros";
import type { Macro } from "@/api/types";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { useUi } from "@/kit/i18n";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import { Ago } from "@/kit/time";
import { undoLine } from "@/kit/undo-line";
import { MacroEditor } from "./editor";
import classes from "./macros.module.css";

/** The shop's canned replies and one's own. */
export function Macros() {
  const { t } = useTranslation();
  const list = useQuery(macrosQuery);
  const [editing, setEditing] = useState<Macro | "new" | null>(null);
  const [text, setText] = useState("");
  if (list.isError) return <Failed error={list.error} retry={() => list.refetch()} />;
  const shown = list.data?.macros.filter((m) => matches(m, text)) ?? [];
  const add = (
    <Button
      size="sm"
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => setEditing("new")}
      data-testid="macro-new"
    >
      {t("macros.new")}
    </Button>
  );
  return (
    <>
      {list.isPending && <Skeleton height={120} />}
      {list.data?.macros.length === 0 && (
        <Empty icon={IconMessageBolt} title={t("macros.none")} action={add}>
          {t("macros.none_hint")}
        </Empty>
      )}
      {(list.data?.macros.length ?? 0) > 0 && (
        <>
          <div className={classes.tools}>
            <TextInput
              className={classes.search}
              leftSection={<IconSearch size={15} aria-hidden />}
              placeholder={t("macros.search")}
              aria-label={t("macros.search")}
              value={text}
              onChange={(e) => setText(e.currentTarget.value)}
            />
            {add}
          </div>
          {shown.length === 0 && <p className={classes.quiet}>{t("macros.no_match")}</p>}
          <ul className={classes.list} data-testid="macros">
            {shown.map((m) => (
              <Line key={m.id} macro={m} onOpen={() => setEditing(m)} />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <MacroEditor
          macro={editing === "new" ? undefined : editing}
          fields={list.data?.fields ?? []}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function matches(m: Macro, text: string) {
  const want = text.trim().toLowerCase();
  return want === "" || m.name.toLowerCase().includes(want) || m.texts.some((x) => x.text.toLowerCase().includes(want));
}

/** The languages by name, or how many where the names would fill the line. */
function Languages({ locales }: { locales: string[] }) {
  const { t } = useTranslation();
  const ui = useUi();
  const names = [...new Set(locales.map((l) => languageName(l, ui, true)))];
  return names.length > 3 ? (
    <span title={names.join(", ")}>{t("macros.languages", { count: names.length })}</span>
  ) : (
    <span>{names.join(" · ")}</span>
  );
}

function Line({ macro: m, onOpen }: { macro: Macro; onOpen: () => void }) {
  const { t } = useTranslation();
  const keeps = useMay("operator");
  const client = useQueryClient();
  const drop = async () => {
    try {
      await removeMacro(m.id);
    } catch (err) {
      return tellProblem(err);
    } finally {
      refreshMacros(client);
    }
    const { mine, name, texts, actions } = m;
    const put = () =>
      addMacro({ mine, name, texts, actions })
        .catch(tellProblem)
        .finally(() => refreshMacros(client));
    notify(undoLine(t("macros.removed", { name }), t("do.undo"), put), { stay: 8000 });
  };
  const may = m.mine || keeps;
  return (
    <li className={classes.line} data-testid="macro">
      <button type="button" className={classes.open} onClick={onOpen} disabled={!may}>
        <span className={classes.name} dir="auto">
          {m.name}
        </span>
        <span className={classes.text} dir="auto">
          {m.texts[0]?.text}
        </span>
        <span className={classes.about}>
          <Languages locales={m.texts.map((x) => x.locale)} />
          {m.mine && <span className={classes.mine}>{t("macros.mine")}</span>}
          <span>{t("macros.used", { count: m.used })}</span>
          <Ago at={m.updated_at} />
        </span>
      </button>
      {may && (
        <ActionIcon aria-label={t("macros.remove", { name: m.name })} onClick={drop}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
