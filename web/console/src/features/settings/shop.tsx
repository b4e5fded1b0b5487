import { Button, ColorInput, MultiSelect, Select, TagsInput, TextInput, Tooltip } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { meQuery, useMay, useSession } from "@/api/auth";
import { patchShop, shopQuery } from "@/api/shop";
import { useUi } from "@/kit/i18n";
import { countryOptions, localeOptions, spokenOptions } from "@/kit/regions";
import classes from "./settings.module.css";
import { useSubmit } from "./submit";

const swatches = [
  "#0f6b66",
  "#1d4ed8",
  "#6d28d9",
  "#be185d",
  "#b91c1c",
  "#c2410c",
  "#a16207",
  "#15803d",
  "#334155",
  "#111827",
];

export function ShopSettings() {
  const { t } = useTranslation();
  const ui = useUi();
  const client = useQueryClient();
  const { shop } = useSession();
  const may = useMay("admin");
  const form = useForm({
    initialValues: {
      name: shop.name,
      locale: shop.locale,
      country: shop.country ?? "",
      locales: shop.locales ?? [],
      accent: shop.accent || "#0f6b66",
      domains: shop.domains ?? [],
    },
  });
  const { submit, busy } = useSubmit(form);
  const save = form.onSubmit((values) =>
    submit(async () => {
      const next = await patchShop(values);
      client.setQueryData(meQuery.queryKey, (old) => old && { ...old, shop: next });
      client.setQueryData(shopQuery.queryKey, next);
      form.resetDirty();
    }),
  );
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput label={t("field.shop_name")} disabled={!may} {...form.getInputProps("name")} data-testid="shop-name" />
      <Select
        label={t("settings.shop_locale")}
        searchable
        data={localeOptions(ui, [shop.locale])}
        disabled={!may}
        {...form.getInputProps("locale")}
      />
      <Select
        label={t("field.country")}
        searchable
        data={countryOptions(ui)}
        disabled={!may}
        {...form.getInputProps("country")}
      />
      <MultiSelect
        label={t("settings.locales")}
        description={t("settings.locales_hint")}
        searchable
        data={spokenOptions(ui, shop.locales)}
        disabled={!may}
        {...form.getInputProps("locales")}
      />
      <ColorInput
        label={t("settings.accent")}
        description={t("settings.accent_hint")}
        swatches={swatches}
        swatchesPerRow={10}
        format="hex"
        disabled={!may}
        eyeDropperButtonProps={{ "aria-label": t("settings.pick_colour") }}
        {...form.getInputProps("accent")}
      />
      <TagsInput
        label={t("settings.domains")}
        description={t("settings.domains_hint")}
        placeholder="shop.example.com"
        disabled={!may}
        {...form.getInputProps("domains")}
      />
      <div className={classes.actions}>
        <Tooltip label={t("settings.admin_only")} disabled={may}>
          <Button type="submit" loading={busy} disabled={!may || !form.isDirty()} data-testid="shop-save">
            {t("do.save")}
          </Button>
        </Tooltip>
      </div>
    </form>
  );
}
