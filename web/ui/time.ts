// Times as people say them, in the language of the screen.

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 7],
  ["week", 5],
  ["month", 12],
  ["year", Number.POSITIVE_INFINITY],
];

/** "3 minutes ago", "yesterday"; under 45 seconds it is "now". */
export function relative(at: string | number | Date, now: number, ui: string, style: "long" | "narrow" = "long"): string {
  let value = (new Date(at).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(ui, { numeric: "auto", style });
  if (Math.abs(value) < 45) return format.format(0, "second");
  for (const [unit, size] of steps) {
    if (Math.abs(value) < size || size === Number.POSITIVE_INFINITY) return format.format(Math.round(value), unit);
    value = unit === "week" ? (value * 7) / 30.44 : value / size;
  }
  return format.format(Math.round(value), "year");
}

export function exact(at: string | number | Date, ui: string): string {
  return new Intl.DateTimeFormat(ui, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));
}

export function clock(at: string | number | Date, ui: string, zone?: string): string {
  return new Intl.DateTimeFormat(ui, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));
}

export function day(at: string | number | Date, ui: string): string {
  return new Intl.DateTimeFormat(ui, { weekday: "short", day: "numeric", month: "short" }).format(new Date(at));
}

function unit(value: number, name: string, ui: string): string {
  return new Intl.NumberFormat(ui, { style: "unit", unit: name, unitDisplay: "narrow" }).format(value);
}

/** How long: "40s", "4m", "1h 12m", "3d". At most two units. */
export function span(ms: number, ui: string): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return unit(s, "second", ui);
  if (s < 3600) return unit(Math.floor(s / 60), "minute", ui);
  if (s < 86_400) {
    const minutes = Math.floor((s % 3600) / 60);
    const hours = unit(Math.floor(s / 3600), "hour", ui);
    return minutes ? `${hours} ${unit(minutes, "minute", ui)}` : hours;
  }
  return unit(Math.floor(s / 86_400), "day", ui);
}

export function money(amount: number, currency: string, ui: string): string {
  try {
    return new Intl.NumberFormat(ui, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}
