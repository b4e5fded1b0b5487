import { createTheme, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#edf6f4",
  "#d9ecea",
  "#b5dedb",
  "#86c9c4",
  "#5cc4bb",
  "#2f9791",
  "#1a7f7a",
  "#0f6b66",
  "#0b5753",
  "#083f3c",
];

// Mantine paints fields, menus and disabled things from this scale in the dark; these are the greys of ui/tokens.css.
const dark: MantineColorsTuple = [
  "#e7eaea",
  "#b9c1c2",
  "#9aa4a6",
  "#5e686b",
  "#3a4245",
  "#262c2e",
  "#1b2022",
  "#141819",
  "#0e1112",
  "#090b0c",
];

export const theme = createTheme({
  primaryColor: "parley",
  primaryShade: { light: 7, dark: 6 },
  colors: { parley: teal, dark },
  fontFamily: "var(--p-font)",
  fontFamilyMonospace: "var(--p-mono)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  headings: {
    fontFamily: "var(--p-font)",
    fontWeight: "600",
    sizes: { h1: { fontSize: "20px" }, h2: { fontSize: "16px" }, h3: { fontSize: "14px" }, h4: { fontSize: "14px" } },
  },
  defaultRadius: "8px",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, transitionProps: { duration: 80 } } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 }, radius: 12 } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: "md" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: {
      defaultProps: { size: "sm", allowDeselect: false, comboboxProps: { transitionProps: { duration: 80 } } },
    },
  },
});
