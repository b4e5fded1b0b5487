import {
  ActionIcon,
  Button,
  Group,
  Modal,
  PasswordInput,
  Select,
  Skeleton,
  Stack,
  Switch,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/auth";
import { roles } from "@/api/roles";
import { addStaff, patchStaff, staffQuery } from "@/api/staff";
import type { Role, Staff } from "@/api/types";
import { Face } from "@/kit/avatar";
import { Failed } from "@/kit/failed";
import { Ago } from "@/kit/time";
import classes from "./settings.module.css";
import { useSubmit } from "./submit";

/** Only owners make owners. */
export function useRoleOptions() {
  const { t } = useTranslation();
  const mine = useSession().staff.role;
  return roles
    .filter((r) => r !== "owner" || mine === "owner")
    .map((value) => ({ value, label: t(`role.${value}`), hint: t(`role_can.${value}`) }));
}

export function StaffSettings() {
  const { t } = useTranslation();
  const list = useQuery(staffQuery);
  const [adding, setAdding] = useState(false);
  const [resetting, setResetting] = useState<Staff | null>(null);
  if (list.isError) return <Failed error={list.error} retry={() => list.refetch()} />;
  return (
    <>
      <Group justify="flex-end" mb="sm">
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => setAdding(true)}
          data-testid="staff-add"
        >
          {t("settings.add_staff")}
        </Button>
      </Group>
      {list.isPending && <Skeleton height={120} />}
      <div className={classes.scrollX}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t("field.name")}</th>
              <th>{t("field.role")}</th>
              <th className={classes.wide}>{t("settings.last_seen")}</th>
              <th>{t("settings.access")}</th>
            </tr>
          </thead>
          <tbody>
            {list.data?.map((s) => (
              <Person key={s.id} person={s} onReset={() => setResetting(s)} />
            ))}
          </tbody>
        </table>
      </div>
      <AddStaff opened={adding} onClose={() => setAdding(false)} />
      <ResetPassword person={resetting} onClose={() => setResetting(null)} />
    </>
  );
}

function Person({ person, onReset }: { person: Staff; onReset: () => void }) {
  const { t } = useTranslation();
  const me = useSession().staff;
  const client = useQueryClient();
  const options = useRoleOptions();
  const { submit, busy } = useSubmit();
  const self = person.id === me.id;
  const above = person.role === "owner" && me.role !== "owner";
  const why = self ? t("settings.not_yourself") : above ? t("settings.owners_only") : "";
  const change = (body: Parameters<typeof patchStaff>[1]) =>
    submit(async () => {
      await patchStaff(person.id, body);
      await client.invalidateQueries({ queryKey: staffQuery.queryKey });
    });
  return (
    <tr data-testid="staff-row">
      <td>
        <div className={`${classes.person} ${person.disabled ? classes.off : ""}`}>
          <Face name={person.name} size={30} away={person.away || person.disabled} />
          <span>
            <bdi>{person.name}</bdi>
            <small>
              <bdi>{person.email}</bdi>
            </small>
          </span>
        </div>
      </td>
      <td>
        <Tooltip label={why} disabled={!why}>
          <Select
            size="xs"
            w={120}
            aria-label={t("settings.role_of", { name: person.name })}
            data={above ? [{ value: "owner", label: t("role.owner") }] : options}
            value={person.role}
            onChange={(role) => role && change({ role: role as Role })}
            disabled={Boolean(why) || busy}
          />
        </Tooltip>
      </td>
      <td className={`${classes.wide} ${classes.quiet}`}>
        {person.last_seen_at ? <Ago at={person.last_seen_at} /> : "–"}
      </td>
      <td>
        <Group gap={8} justify="flex-end" wrap="nowrap">
          <Tooltip label={why || t("settings.reset_password")}>
            <ActionIcon
              aria-label={t("settings.reset_password_of", { name: person.name })}
              onClick={onReset}
              disabled={Boolean(why)}
            >
              <IconKey size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={why || t(person.disabled ? "settings.enable" : "settings.disable")}>
            <Switch
              size="sm"
              aria-label={t("settings.access_of", { name: person.name })}
              checked={!person.disabled}
              onChange={(e) => change({ disabled: !e.currentTarget.checked })}
              disabled={Boolean(why) || busy}
            />
          </Tooltip>
        </Group>
      </td>
    </tr>
  );
}

function AddStaff({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const options = useRoleOptions();
  const form = useForm({ initialValues: { name: "", email: "", role: "agent" as Role, password: "" } });
  const { submit, busy } = useSubmit(form);
  const send = form.onSubmit(async (values) => {
    const made = await submit(() => addStaff(values), t("settings.staff_added", { name: values.name }));
    if (!made) return;
    client.invalidateQueries({ queryKey: staffQuery.queryKey });
    form.reset();
    onClose();
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("settings.add_staff")}
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <form onSubmit={send}>
        <Stack gap={14}>
          <TextInput
            label={t("field.name")}
            required
            withAsterisk={false}
            data-autofocus
            {...form.getInputProps("name")}
            data-testid="staff-name"
          />
          <TextInput
            label={t("field.email")}
            required
            withAsterisk={false}
            {...form.getInputProps("email")}
            data-testid="staff-email"
          />
          <Select
            label={t("field.role")}
            description={t(`role_can.${form.values.role}`)}
            data={options}
            {...form.getInputProps("role")}
          />
          <PasswordInput
            label={t("settings.first_password")}
            description={t("setup.password_rule")}
            required
            withAsterisk={false}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("field.show_password") }}
            {...form.getInputProps("password")}
            data-testid="staff-password"
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t("do.cancel")}
            </Button>
            <Button type="submit" loading={busy} data-testid="staff-save">
              {t("do.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ResetPassword({ person, onClose }: { person: Staff | null; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { password: "" } });
  const { submit, busy } = useSubmit(form);
  const send = form.onSubmit(async ({ password }) => {
    if (
      !person ||
      !(await submit(() => patchStaff(person.id, { password }), t("settings.password_set", { name: person.name })))
    )
      return;
    form.reset();
    onClose();
  });
  return (
    <Modal
      opened={person !== null}
      onClose={onClose}
      title={t("settings.reset_password_of", { name: person?.name })}
      size="sm"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <form onSubmit={send}>
        <Stack gap={14}>
          <PasswordInput
            data-autofocus
            label={t("settings.new_password")}
            description={t("settings.tell_password")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("field.show_password") }}
            {...form.getInputProps("password")}
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t("do.cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={!form.values.password}>
              {t("do.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
