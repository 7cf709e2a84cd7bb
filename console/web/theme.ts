import { createTheme, type CSSVariablesResolver } from '@mantine/core'
import { COLORS } from './colors.ts'

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
const FONT_OF_CODE = 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, monospace'

/** The title of a dialog is its heading. */
const TITLED = { title: { fontWeight: 650 } }

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 7,
  colors: COLORS,
  white: '#ffffff',
  black: COLORS.gray[9],
  // At this luminance black and white text have the same contrast.
  autoContrast: true,
  luminanceThreshold: 0.18,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: FONT,
  fontFamilyMonospace: FONT_OF_CODE,
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    Card: { defaultProps: { withBorder: true, padding: 'lg' } },
    Paper: { defaultProps: { withBorder: true } },
    // Nearly every field is required; one that is not says so.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Drawer: { styles: TITLED },
    Modal: { styles: TITLED, defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.5, blur: 2 } } },
  },
})

/** Of badges and quiet buttons. */
const lightTextInDark = Object.fromEntries(
  Object.entries(COLORS).map(([name, shades]) => [`--mantine-color-${name}-light-color`, shades[3]]),
)

/** What Mantine's own choice leaves below a contrast of 4.5. */
export const colorsOfSchemes: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--page-color': '#f9f8f4',
    '--mantine-color-dimmed': COLORS.gray[7],
    '--mantine-color-placeholder': COLORS.gray[7],
    '--mantine-color-error': COLORS.red[7],
    '--mantine-color-default-border': COLORS.gray[3],
    '--mantine-color-anchor': COLORS.teal[7],
  },
  dark: {
    '--mantine-color-body': COLORS.dark[6],
    '--page-color': COLORS.dark[7],
    ...lightTextInDark,
    '--mantine-color-dimmed': COLORS.dark[2],
    '--mantine-color-placeholder': COLORS.dark[2],
    '--mantine-color-error': COLORS.red[3],
    '--mantine-color-anchor': COLORS.teal[3],
  },
})
