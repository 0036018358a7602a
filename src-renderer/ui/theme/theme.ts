import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { createElement } from 'react';

/** Mantine wants ten shades of a colour; the components are steered by the tokens, so only the ends matter. */
const accent: MantineColorsTuple = [
  '#edf1fd',
  '#dbe3fb',
  '#bccafa',
  '#91a7ff',
  '#748ffc',
  '#5c7cfa',
  '#3b5bdb',
  '#364fc7',
  '#2f44ad',
  '#283a91',
];

/** Where a component takes a shade of its own, it is one of the product's greys. */
const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#f0f2f5',
  '#e3e6eb',
  '#d5dae1',
  '#c3c9d2',
  '#8a93a1',
  '#5b6472',
  '#434b58',
  '#2f3642',
  '#1a1f29',
];
const dark: MantineColorsTuple = [
  '#e6e9ee',
  '#c4cad3',
  '#98a2b1',
  '#6d7787',
  '#2c323c',
  '#282e37',
  '#1b1f26',
  '#1b1f26',
  '#14171c',
  '#0e1114',
];

/** The component library's theme: sizes and radii of the product, colours by the tokens of `tokens.css`. */
export const theme = createTheme({
  colors: { accent, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  fontFamily: 'var(--gh-font)',
  fontFamilyMonospace: 'var(--gh-mono)',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  radius: { xs: '4px', sm: '4px', md: '8px', lg: '10px', xl: '12px' },
  defaultRadius: 'md',
  headings: {
    fontFamily: 'var(--gh-font)',
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.5' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  variantColorResolver: (input) =>
    input.variant === 'filled'
      ? {
          background: 'var(--gh-accent)',
          hover: 'var(--gh-accent-hover)',
          color: 'var(--gh-on-accent)',
          border: '1px solid transparent',
        }
      : defaultVariantColorsResolver(input),
  components: {
    Button: { defaultProps: { variant: 'default', size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 'xs' } },
    Menu: {
      defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', position: 'bottom-end', offset: 6 },
    },
    Popover: { defaultProps: { shadow: 'md', offset: 6 } },
    Modal: { defaultProps: { radius: 'xl', shadow: 'md' } },
    ModalRoot: { defaultProps: { radius: 'xl', shadow: 'md' } },
    ModalOverlay: { defaultProps: { color: 'var(--gh-backdrop)', backgroundOpacity: 1 } },
    DrawerOverlay: { defaultProps: { color: 'var(--gh-backdrop)', backgroundOpacity: 1 } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    NativeSelect: {
      defaultProps: {
        size: 'sm',
        rightSection: createElement(ChevronDown, { 'aria-hidden': true, size: 15 }),
      },
    },
    Checkbox: { defaultProps: { size: 'sm', radius: 'sm' } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    SegmentedControl: { defaultProps: { size: 'sm' } },
  },
});

const SHARED = {
  '--mantine-color-body': 'var(--gh-panel)',
  '--mantine-color-text': 'var(--gh-ink)',
  '--mantine-color-bright': 'var(--gh-ink)',
  '--mantine-color-dimmed': 'var(--gh-muted)',
  '--mantine-color-anchor': 'var(--gh-accent)',
  '--mantine-color-placeholder': 'var(--gh-muted)',
  '--mantine-color-error': 'var(--gh-denied)',
  '--mantine-color-default': 'var(--gh-panel)',
  '--mantine-color-default-hover': 'var(--gh-soft)',
  '--mantine-color-default-color': 'var(--gh-ink)',
  '--mantine-color-default-border': 'var(--gh-line)',
  '--mantine-color-disabled': 'var(--gh-soft)',
  '--mantine-color-disabled-color': 'var(--gh-muted)',
  '--mantine-color-disabled-border': 'var(--gh-line)',
  '--mantine-color-gray-light-hover': 'var(--gh-soft)',
  '--mantine-color-gray-light-color': 'var(--gh-muted)',
  '--mantine-primary-color-filled': 'var(--gh-accent)',
  '--mantine-primary-color-filled-hover': 'var(--gh-accent-hover)',
  '--mantine-color-accent-filled': 'var(--gh-accent)',
  '--mantine-color-accent-light': 'var(--gh-accent-soft)',
  '--mantine-color-accent-light-color': 'var(--gh-accent)',
  '--mantine-shadow-md': 'var(--gh-shadow)',
};

/** Points the component library's own variables at the tokens, in both themes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: SHARED,
  dark: SHARED,
});
