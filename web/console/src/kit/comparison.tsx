import { Table } from "@mantine/core";
import { dirOf } from "@ui/language";
import { useEffect, useRef, useState } from "react";
import type { Comparison as Compared } from "@/api/types";
import classes from "./comparison.module.css";

/** Products side by side, as the customer sees them. A value that all share is said once, across the columns. */
export function Comparison({ table, locale }: { table: Compared; locale?: string }) {
  const box = useRef<HTMLElement>(null);
  const [wide, setWide] = useState(false);
  // The keyboard reaches it only where there is something to scroll.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const watch = new ResizeObserver(() => setWide(el.scrollWidth > el.clientWidth));
    watch.observe(el);
    return () => watch.disconnect();
  }, []);
  return (
    <figure
      ref={box}
      className={classes.box}
      aria-label={table.caption}
      tabIndex={wide ? 0 : undefined}
      dir={locale ? dirOf(locale) : "auto"}
      lang={locale || undefined}
      data-testid="comparison"
    >
      <Table className={classes.table} captionSide="top" verticalSpacing={5} horizontalSpacing={10}>
        <Table.Caption>{table.caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {table.columns.map((name) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row) => (
            <Table.Tr key={row.label}>
              <Table.Th scope="row">{row.label}</Table.Th>
              {row.same ? (
                <Table.Td colSpan={table.columns.length}>
                  <bdi>{row.cells[0]}</bdi>
                </Table.Td>
              ) : (
                table.columns.map((name, i) => (
                  <Table.Td key={name}>
                    <bdi>{row.cells[i]}</bdi>
                  </Table.Td>
                ))
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </figure>
  );
}
