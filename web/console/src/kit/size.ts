/** How large a file is, as people say it: "340 kB", "2.1 MB". */
export function sizeText(bytes: number, ui: string): string {
  const large = bytes >= 1_000_000;
  const unit = large ? "megabyte" : "kilobyte";
  return new Intl.NumberFormat(ui, { style: "unit", unit, maximumFractionDigits: 1 }).format(
    large ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000)),
  );
}
