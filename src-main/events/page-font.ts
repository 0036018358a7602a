import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline';

/** Where every part that shows pages serves the typeface: from its own origin, since nothing is fetched from elsewhere. */
export const PAGE_FONT_PATH = '/assets/inter.woff2';

/** The app's own typeface for the pages of the provider and the bank, so that they look alike offline (WOFF2). */
export const PAGE_FONT: Buffer = Buffer.from(inter.slice(inter.indexOf(',') + 1), 'base64');

/** For a style sheet. */
export const PAGE_FONT_FACE = `@font-face {
  font-family: "Inter Variable"; font-style: normal; font-display: swap; font-weight: 100 900;
  src: url("${PAGE_FONT_PATH}") format("woff2");
}
`;
