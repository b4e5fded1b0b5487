// Times to come, as people choose them: on the customer's clock when a message is to reach her, on the agent's own for a reminder.

/** The minutes by which a zone is ahead of UTC at a time. */
function ahead(zone: string | undefined, at: Date): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const n = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return (
    (Date.UTC(n("year"), n("month") - 1, n("day"), n("hour"), n("minute")) -
      Math.floor(at.getTime() / 60_000) * 60_000) /
    60_000
  );
}

/** The moment at which a clock in the zone shows this hour, so many days after today there. */
export function onClock(now: Date, days: number, hour: number, zone?: string): Date {
  const there = new Date(now.getTime() + ahead(zone, now) * 60_000);
  const wall = Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate() + days, hour);
  // The offset of that day, not of today: the clocks may change in between.
  const guess = new Date(wall - ahead(zone, new Date(wall)) * 60_000);
  return new Date(wall - ahead(zone, guess) * 60_000);
}

/** How many days until Monday on the clock of the zone; on a Monday the next one. */
export function toMonday(now: Date, zone?: string): number {
  const day = new Date(now.getTime() + ahead(zone, now) * 60_000).getUTCDay();
  return (8 - day) % 7 || 7;
}

export interface Preset {
  id: "hour" | "three_hours" | "evening" | "tomorrow" | "monday";
  at: Date;
}

export function presets(now: Date, zone?: string): Preset[] {
  const list: Preset[] = [
    { id: "hour", at: new Date(now.getTime() + 3_600_000) },
    { id: "three_hours", at: new Date(now.getTime() + 3 * 3_600_000) },
    { id: "evening", at: onClock(now, 0, 18, zone) },
    { id: "tomorrow", at: onClock(now, 1, 9, zone) },
    { id: "monday", at: onClock(now, toMonday(now, zone), 9, zone) },
  ];
  const monday = toMonday(now, zone) === 1;
  return list.filter((p) => p.at.getTime() > now.getTime() + 60_000 && !(p.id === "monday" && monday));
}

/** "Mon, 23 Nov, 09:00" on the clock of the zone. */
export function whenText(at: string | Date, ui: string, zone?: string): string {
  return new Intl.DateTimeFormat(ui, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(new Date(at));
}

/** What a field for date and time holds, on the clock of the zone; and back. */
export function toField(at: Date, zone?: string): string {
  return new Date(at.getTime() + ahead(zone, at) * 60_000).toISOString().slice(0, 16);
}

export function fromField(value: string, zone?: string): Date | undefined {
  if (value === "") return undefined; // some engines read ":00Z" as a time of the year 2000
  const wall = Date.parse(`${value}:00Z`);
  if (Number.isNaN(wall)) return undefined;
  const guess = new Date(wall - ahead(zone, new Date(wall)) * 60_000);
  return new Date(wall - ahead(zone, guess) * 60_000);
}
