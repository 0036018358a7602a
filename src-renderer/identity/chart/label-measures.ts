/** Measures of the label's part of the chart, px. */
export const PAD = 14;
export const TITLE = 30;
export const NODE = { name: 26, foot: 4, gap: 10 };
/** Between a trunk and the place that its arrows leave or reach. */
export const TRUNK = 14;
/** Before the marks of rows that leave a place as it is. */
export const LOOP = { text: '↻', width: 16 };

/** What stands in a place that has no label of its own. */
export const TEXTS: Readonly<Record<string, string>> = { none: 'no account', unwritten: 'no label' };

/** All of them together. */
export const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);
