import { Button } from "@mantine/core";

export const undoLine = (message: string, label: string, run: () => void) => (
  <span style={{ display: "flex", alignItems: "center", justifyContent: "space-between", gap: 12 }}>
    {message}
    <Button size="compact-sm" variant="subtle" onClick={run} data-testid="undo">
      {label}
    </Button>
  </span>
);
