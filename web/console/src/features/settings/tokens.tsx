import { Button, Group, Modal, Select, Skeleton, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconKey } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createToken, revokeToken, tokensQuery } from "@/api/tokens";
import type { Role, Token } from "@/api/types";
import { Copy } from "@/kit/copy";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { Ago } from "@/kit/time";
import classes from "./settings.module.css";
import { useRoleOptions } from "./staff";
import { useSubmit } from "./submit";

export function TokenSettings() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(tokensQuery);
  const options = useRoleOptions();
  const [made, setMade] = useState("");
  const [revoking, setRevoking] = useState<Token | null>(null);
  const form = useForm({ initialValues: { name: "", role: "operator" as Role } });
  const { submit, busy } = useSubmit(form);
  const again = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const create = form.onSubmit(async (values) => {
    const token = await submit(() => createToken(values), t("settings.token_made"));
    if (!token) return;
    setMade(token.token);
    form.reset();
    again();
  });
  const revoke = async () => {
    const token = revoking;
    setRevoking(null);
    if (!token) return;
    await submit(() => revokeToken(token.id), t("settings.token_revoked"));
    again();
  };
  if (list.isError) return <Failed error={list.error} retry={() => list.refetch()} />;
  return (
    <>
      {made && (
        <div className={classes.once} role="status">
          <p>{t("settings.token_once")}</p>
          <div className={classes.secret}>
            <code data-testid="token-value">{made}</code>
            <Copy value={made} />
            <Button size="xs" variant="subtle" onClick={() => setMade("")}>
              {t("settings.token_kept")}
            </Button>
          </div>
        </div>
      )}
      <form onSubmit={create}>
        <Group align="end" gap={10} mb="lg">
          <TextInput
            label={t("field.name")}
            placeholder={t("settings.token_name")}
            required
            withAsterisk={false}
            {...form.getInputProps("name")}
            data-testid="token-name"
          />
          <Select label={t("field.role")} w={130} data={options} {...form.getInputProps("role")} />
          <Button type="submit" loading={busy} data-testid="token-create">
            {t("settings.create_token")}
          </Button>
        </Group>
      </form>
      {list.isPending && <Skeleton height={80} />}
      {list.data?.length === 0 && (
        <Empty icon={IconKey} title={t("settings.no_tokens")}>
          {t("settings.no_tokens_hint")}
        </Empty>
      )}
      {(list.data?.length ?? 0) > 0 && (
        <div className={classes.scrollX}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{t("field.name")}</th>
                <th>{t("field.role")}</th>
                <th className={classes.wide}>{t("settings.created")}</th>
                <th className={classes.wide}>{t("settings.last_used")}</th>
                <th>
                  <VisuallyHidden>{t("settings.revoke")}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data?.map((k) => (
                <tr key={k.id}>
                  <td>{k.name}</td>
                  <td>{t(`role.${k.role}`)}</td>
                  <td className={`${classes.wide} ${classes.quiet}`}>
                    {k.created_at ? <Ago at={k.created_at} /> : "–"}
                  </td>
                  <td className={`${classes.wide} ${classes.quiet}`}>
                    {k.last_used_at ? <Ago at={k.last_used_at} /> : t("settings.never")}
                  </td>
                  <td>
                    <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRevoking(k)}>
                      {t("settings.revoke")}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Modal
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t("settings.revoke_title", { name: revoking?.name })}
        size="sm"
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <Text size="sm" mb="md">
          {t("settings.revoke_hint")}
        </Text>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={() => setRevoking(null)}>
            {t("do.cancel")}
          </Button>
          <Button color="red.8" onClick={revoke}>
            {t("settings.revoke")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
