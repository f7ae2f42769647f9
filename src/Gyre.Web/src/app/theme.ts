import { Button, createTheme, type MantineColorsTuple, Paper, Tabs, Tooltip } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e3f8f8',
  '#cdeeee',
  '#9cdcdd',
  '#68c9cb',
  '#3fb9bc',
  '#25afb3',
  '#0fa3a8',
  '#0b8388',
  '#066f74',
  '#045a5e',
];

/** Surfaces of the dark theme: grey with a little blue, from text (0) to the ground (9). */
const dark: MantineColorsTuple = [
  '#dfe4ea',
  '#c3cad2',
  '#a5afb9',
  '#717c87',
  '#353d46',
  '#2b323a',
  '#20262c',
  '#14171b',
  '#101317',
  '#0b0d10',
];

const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, Helvetica, Arial, sans-serif';

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 8,
  colors: { teal, dark },
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontFamily: sans, fontWeight: '600', sizes: { h1: { fontSize: '1.25rem' }, h2: { fontSize: '1rem' } } },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  defaultRadius: 'sm',
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    // In small fields it would be 10 px.
    Pill: { styles: { root: { fontSize: 'var(--mantine-font-size-xs)' } } },
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: true } },
    }),
  },
});
